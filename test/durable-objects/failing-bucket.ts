/** A bucket of R2 in front of a real one, that refuses what a test says, before it is done or behind it. */

type Call = 'put' | 'createMultipartUpload' | 'uploadPart' | 'complete' | 'abort' | 'delete' | 'head'

export class FailingBucket {
  /** Calls that fail, each so many times. `-after`: what was asked for is done, and the answer is lost. */
  readonly fails = new Map<Call | `${Call}-after`, number>()
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
    const left = this.fails.get(call) ?? 0
    if (left === 0) return
    this.fails.set(call, left - 1)
    throw new Error(`R2 is out of reach for ${call}.`)
  }
}
