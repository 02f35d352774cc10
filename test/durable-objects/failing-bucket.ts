/** A bucket of R2 in front of a real one, that refuses what a test says, before it is done or behind it. */

type Call = 'put' | 'createMultipartUpload' | 'uploadPart' | 'complete' | 'abort' | 'delete' | 'head'

export class FailingBucket {
  /** Calls that fail, each so many times. `-after`: what was asked for is done, and the answer is lost. */
  readonly fails = new Map<Call | `${Call}-after`, number>()
  /** Calls that nobody answers, each so many times. */
  readonly hangs = new Map<Call, number>()
  readonly calls: Call[] = []
  /** What happens while a call is under way: it is done, and not answered yet. */
  readonly meanwhile = new Map<Call, () => unknown>()
  readonly #bucket: R2Bucket

  constructor(bucket: R2Bucket) {
    this.#bucket = bucket
  }

  get binding(): R2Bucket {
    return this.#failing(this.#bucket)
  }

  #failing<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (_, key) => {
        const value = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        if (key === 'resumeMultipartUpload') return (...args: unknown[]) => this.#failing(value.apply(target, args))
        return async (...args: unknown[]) => {
          this.calls.push(key as Call)
          if (isLeft(this.hangs, key as Call)) return NEVER
          this.#failIf(key as Call)
          const answer = await value.apply(target, args)
          await this.meanwhile.get(key as Call)?.()
          this.#failIf(`${key as Call}-after`)
          return key === 'createMultipartUpload' ? this.#failing(answer) : answer
        }
      },
    })
  }

  #failIf(call: Call | `${Call}-after`): void {
    if (isLeft(this.fails, call)) throw new Error(`R2 is out of reach for ${call}.`)
  }
}

const NEVER = new Promise<never>(() => {})

/** Counts it down. */
function isLeft<Name>(times: Map<Name, number>, name: Name): boolean {
  const left = times.get(name) ?? 0
  if (left > 0) times.set(name, left - 1)
  return left > 0
}
