/**
 * Earshot's Worker, whose storage and index can be made to refuse everything while the runtime stays up: an outage of R2
 * or D1. Stands before the bundled worker.js in a runtime that is asked for it.
 */

import worker, { Archive, Room } from './worker.js'

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

function withFaults(env) {
  const [CLIPS, INDEX] = Object.keys(down).map((name) => faulty(name, env[name]))
  return { ...env, CLIPS, INDEX }
}

const faulty = (name, binding) =>
  new Proxy(binding, {
    get: (target, key) => {
      const value = target[key]
      if (typeof value !== 'function') return value
      return (...args) => {
        if (down[name]) throw new Error(`${name} is out of reach.`)
        return value.apply(target, args)
      }
    },
  })

export default {
  fetch: (request, env, ctx) => worker.fetch(request, withFaults(env), ctx),
  scheduled: (event, env, ctx) => worker.scheduled(event, withFaults(env), ctx),
}
export { FaultyArchive as Archive, Room }
