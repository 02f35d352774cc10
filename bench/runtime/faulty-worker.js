/**
 * Earshot's Worker, whose storage and index can be made to refuse everything while the runtime stays up: an outage of R2
 * or D1. Stands before the bundled worker.js in a runtime that is asked for it.
 */

import worker, { Archive, Room, TurnPool, Upload } from './worker.js'

/** Of all objects: they share one isolate. */
const down = { CLIPS: false, INDEX: false }

class FaultyArchive extends Archive {
  constructor(ctx, env) {
    super(ctx, withFaults(env))
  }

  async breakDown(what) {
    for (const name of Object.keys(down)) down[name] = name === what
  }
}

class FaultyUpload extends Upload {
  constructor(ctx, env) {
    super(ctx, withFaults(env))
  }
}

/** The same for the same environment: what guards a binding knows it by identity. */
const known = new WeakMap()

function withFaults(env) {
  if (!known.has(env)) {
    const [CLIPS, INDEX] = Object.keys(down).map((name) => faulty(name, env[name]))
    known.set(env, { ...env, CLIPS, INDEX })
  }
  return known.get(env)
}

/** What makes a statement goes nowhere, and fails nowhere. */
const MAKE_STATEMENTS = ['prepare', 'bind']
/** What stands behind a faulty one. */
const plain = new WeakMap()
const unwrapped = (value) => (Array.isArray(value) ? value.map(unwrapped) : (plain.get(value) ?? value))

function faulty(name, binding) {
  const proxy = new Proxy(binding, {
    get: (target, key) => {
      const value = target[key]
      if (typeof value !== 'function') return value
      if (MAKE_STATEMENTS.includes(key)) return (...args) => faulty(name, value.apply(target, args))
      return async (...args) => {
        if (down[name]) throw new Error(`${name} is out of reach.`)
        return value.apply(target, args.map(unwrapped))
      }
    },
  })
  plain.set(proxy, binding)
  return proxy
}

export default {
  fetch: (request, env, ctx) => worker.fetch(request, withFaults(env), ctx),
  scheduled: (event, env, ctx) => worker.scheduled(event, withFaults(env), ctx),
}
export { FaultyArchive as Archive, FaultyUpload as Upload, Room, TurnPool }
