/**
 * A binding of a storage, D1 or R2, whose every call goes through a guard. To whoever uses it, it is the binding itself;
 * a method that is not known here is left as it is.
 */

/** Makes the call, or throws what says why not. */
export type Through = <T>(call: () => Promise<T>) => Promise<T>

/** Methods that go to the storage, D1's and then R2's. */
const CALLS: ReadonlySet<PropertyKey> = new Set([
  ...['first', 'all', 'run', 'raw', 'batch', 'exec', 'dump'],
  ...['get', 'head', 'list', 'put', 'delete', 'createMultipartUpload'],
])
/** Methods that make, without going there, what has such methods of its own. */
const MAKERS: ReadonlySet<PropertyKey> = new Set(['prepare', 'bind', 'withSession'])
/** What stands behind a guard, for the one call that takes others of its kind: `batch`. */
const plain = new WeakMap<object, object>()

export function guarded<T extends object>(target: T, through: Through): T {
  const guard = new Proxy(target, {
    get: (_, key) => {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const call = (...args: unknown[]) => value.apply(target, args.map(unguarded))
      if (CALLS.has(key)) return (...args: unknown[]) => through(async () => call(...args))
      if (MAKERS.has(key)) return (...args: unknown[]) => guarded(call(...args), through)
      return call
    },
  })
  plain.set(guard, target)
  return guard
}

const unguarded = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(unguarded) : (plain.get(value as object) ?? value)
