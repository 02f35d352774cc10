/**
 * A browser's own file system of one site (WHATWG File System: OPFS) that is written to, and its Web Locks, in memory: for the
 * messages' worker without a browser. It may be full, or be cleared.
 */

import { vi } from 'vitest'

type Bytes = Uint8Array<ArrayBuffer>

export class FakeOpfs {
  /** By path; what lies there. */
  readonly files = new Map<string, Bytes>()
  /** More than so many bytes no file can have. */
  roomBytes = Number.POSITIVE_INFINITY
  /** The site's data is cleared when something is written next: of what is open nothing can be read any more either. */
  isClearedByWriting = false
  /** Of what is open nothing can be read: an error of the disk. */
  isUnreadable = false
  /** The page is closing: nobody gets a lock any more. */
  isWithoutLocks = false
  readonly #held = new Set<string>()

  /** Until `vi.unstubAllGlobals()`. */
  stub(): void {
    const locks = {
      query: async () => ({ held: [...this.#held].map((name) => ({ name })) }),
      request: (name: string, _: unknown, hold: (lock: unknown) => unknown) => this.#request(name, hold),
    }
    vi.stubGlobal('navigator', { locks, storage: { getDirectory: async () => this.#folder('') } })
  }

  /** The page is gone: so are its locks. */
  forgetLocks(): void {
    this.#held.clear()
  }

  /** The content of the one file of this name. */
  content(name: string): Bytes | undefined {
    return [...this.files].find(([path]) => path.endsWith(`/${name}`))?.[1]
  }

  async #request(name: string, hold: (lock: unknown) => unknown): Promise<unknown> {
    if (name.startsWith('-')) throw new DOMException('', 'NotSupportedError')
    if (this.isWithoutLocks) throw new DOMException('The page is closing.', 'InvalidStateError')
    if (this.#held.has(name)) return hold(null)
    this.#held.add(name)
    const given = await hold({ name })
    this.#held.delete(name)
    return given
  }

  #folder(path: string) {
    return {
      getDirectoryHandle: async (name: string, { create = false } = {}) => {
        const below = `${path}${name}/`
        const isThere = [...this.files.keys()].some((file) => file.startsWith(below))
        if (!create && !isThere) throw new DOMException('There is none.', 'NotFoundError')
        return this.#folder(below)
      },
      getFileHandle: async (name: string, { create = false } = {}) => {
        if (!create && !this.files.has(path + name)) throw new DOMException('There is none.', 'NotFoundError')
        this.files.set(path + name, this.files.get(path + name) ?? new Uint8Array(0))
        return { createSyncAccessHandle: async () => this.#open(path + name) }
      },
      removeEntry: async (name: string) => {
        for (const file of this.files.keys()) if (file.startsWith(`${path}${name}/`)) this.files.delete(file)
      },
    }
  }

  #open(path: string) {
    const content = () => this.files.get(path) ?? new Uint8Array(0)
    const resize = (size: number) => {
      const bytes = new Uint8Array(size)
      bytes.set(content().subarray(0, size))
      this.files.set(path, bytes)
      return bytes
    }
    let isCleared = false
    const look = () => {
      if (isCleared) throw new DOMException('It is not there any more.', 'InvalidStateError')
    }
    return {
      write: (bytes: Bytes, { at }: { at: number }) => {
        isCleared ||= this.isClearedByWriting
        look()
        const written = bytes.subarray(0, Math.max(0, this.roomBytes - at))
        resize(Math.max(content().length, at + written.length)).set(written, at)
        return written.length
      },
      read: (into: Bytes, { at }: { at: number }) => {
        look()
        if (this.isUnreadable) throw new DOMException('The disk fails.', 'NotReadableError')
        const there = content().subarray(at, at + into.length)
        into.set(there)
        return there.length
      },
      truncate: (size: number) => void resize(size),
      getSize: () => content().length,
      flush: () => {},
      close: () => {},
    }
  }
}
