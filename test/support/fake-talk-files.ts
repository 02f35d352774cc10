/**
 * The browser's file system and locks as far as talk lies there, in memory: files that are written synchronously, and locks
 * that their holders keep. For tests that stub the global `navigator`.
 */

type Bytes = Uint8Array<ArrayBuffer>

export class FakeTalkFiles {
  readonly files = new Map<string, Bytes>()
  readonly locks = new Set<string>()
  lastModified = 0
  /** Takes a few bytes of whatever is written. */
  isFull = false
  /** Whoever writes is killed before the file is shortened. */
  isNeverShortened = false
  /** Refuses to be used at all, as some private windows do. */
  isForbidden = false

  /** What a test stubs `navigator` with. */
  readonly navigator = {
    storage: { getDirectory: async () => this.#root() },
    locks: {
      request: (name: string, ...rest: unknown[]) => this.#request(name, rest),
      query: async () => ({ held: [...this.locks].map((name) => ({ name })) }),
    },
  }

  #root() {
    if (this.isForbidden) throw new DOMException('', 'SecurityError')
    return { getDirectoryHandle: async () => this.#directory() }
  }

  #directory() {
    return {
      getFileHandle: async (name: string) => {
        if (!this.files.has(name)) this.files.set(name, new Uint8Array(0))
        return this.#handle(name)
      },
      removeEntry: async (name: string) => {
        if (!this.files.delete(name)) throw new DOMException('', 'NotFoundError')
      },
      [Symbol.asyncIterator]: () => this.#entries(),
    }
  }

  async *#entries() {
    for (const name of this.files.keys()) yield [name, this.#handle(name)] as const
  }

  #handle(name: string) {
    const file = () => this.files.get(name) ?? new Uint8Array(0)
    return {
      kind: 'file',
      getFile: async () => {
        if (!this.files.has(name)) throw new DOMException('', 'NotFoundError')
        return Object.assign(new Blob([file()]), { lastModified: this.lastModified })
      },
      createSyncAccessHandle: async () => ({
        write: (bytes: Bytes, { at }: { at: number }) => {
          const taken = this.isFull ? bytes.subarray(0, 5) : bytes
          const whole = new Uint8Array(Math.max(file().length, at + taken.length))
          whole.set(file())
          whole.set(taken, at)
          this.files.set(name, whole)
          return taken.length
        },
        truncate: (size: number) => {
          if (!this.isNeverShortened) this.files.set(name, file().slice(0, size))
        },
        flush: () => {},
        close: () => {},
      }),
    }
  }

  async #request(name: string, rest: unknown[]): Promise<unknown> {
    if (name.startsWith('-')) throw new DOMException('', 'NotSupportedError')
    const work = rest.at(-1) as (lock: object | null) => unknown
    if (this.locks.has(name)) return work(null) // as with `ifAvailable`: nothing here waits for a lock
    this.locks.add(name)
    try {
      return await work({ name })
    } finally {
      this.locks.delete(name)
    }
  }
}
