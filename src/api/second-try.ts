/**
 * Rooms, Archives and Uploads as the routes ask them: with one more try where the object was restarted under a call, which
 * every deployment does. Everything that routes ask of an object can be asked twice without harm, but what comes with a
 * body, which is read once. An object that is overloaded is asked no second time: that would make it worse.
 */

import { isOverload } from './errors.ts'

export function tryingTwice<N extends Env['ARCHIVES'] | Env['ROOMS'] | Env['UPLOADS']>(namespace: N): N {
  return new Proxy(namespace, {
    get: (_, key) => {
      const value: unknown = Reflect.get(namespace, key)
      if (key === 'getByName') return (name: string) => retrying(() => namespace.getByName(name))
      return typeof value === 'function' ? value.bind(namespace) : value
    },
  })
}

type Method = (...args: unknown[]) => Promise<unknown>

/** A stub is of no more use once a call over it was broken off: the second try has one of its own. */
function retrying<S extends object>(stub: () => S): S {
  const ask = (method: string, args: unknown[]): Promise<unknown> => {
    const asked = stub()
    return Reflect.apply(Reflect.get(asked, method) as Method, asked, args)
  }
  const askTwice = async (method: string, args: unknown[]) => {
    try {
      return await ask(method, args)
    } catch (error) {
      if (!wasRestarted(error) || hasBody(args)) throw error
      return ask(method, args)
    }
  }
  const isMethod = (key: PropertyKey): key is string => typeof key === 'string' && key !== 'then' // it is no promise
  return new Proxy({} as S, {
    get: (_, key) => (isMethod(key) ? (...args: unknown[]) => askTwice(key, args) : undefined),
  })
}

const hasBody = (args: readonly unknown[]): boolean =>
  args.some((value) => isBody(value) || isBody((value as RequestInit | null | undefined)?.body))

const isBody = (value: unknown): boolean => value instanceof ReadableStream

/** Set by the runtime: the object was reset under the call, or the call may simply be made again. */
function wasRestarted(error: unknown): boolean {
  const { retryable, durableObjectReset } = (error ?? {}) as { retryable?: unknown; durableObjectReset?: unknown }
  return (retryable === true || durableObjectReset === true) && !isOverload(error)
}
