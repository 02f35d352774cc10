/**
 * A file that is written and read synchronously: in the browser's file system (WHATWG File System §2.6, in a worker alone), or in
 * memory where there is none.
 */

type Bytes = Uint8Array<ArrayBuffer>

export interface ByteFile {
  write(bytes: Bytes, options: { at: number }): number
  read(into: Bytes, options: { at: number }): number
  truncate(size: number): void
  getSize(): number
  flush(): void
  close(): void
}

export class MemoryFile implements ByteFile {
  #bytes: Bytes = new Uint8Array(0)
  #size = 0

  write(bytes: Bytes, { at }: { at: number }): number {
    this.#reserve(at + bytes.length)
    this.#bytes.set(bytes, at)
    this.#size = Math.max(this.#size, at + bytes.length)
    return bytes.length
  }

  read(into: Bytes, { at }: { at: number }): number {
    const there = this.#bytes.subarray(at, Math.min(this.#size, at + into.length))
    into.set(there)
    return there.length
  }

  truncate(size: number): void {
    this.#reserve(size)
    this.#bytes.fill(0, size)
    this.#size = size
  }

  getSize(): number {
    return this.#size
  }

  flush(): void {}

  close(): void {}

  #reserve(size: number): void {
    if (size <= this.#bytes.length) return
    const more = new Uint8Array(Math.max(size, 2 * this.#bytes.length))
    more.set(this.#bytes)
    this.#bytes = more
  }
}

/**
 * A file that goes on in memory once it cannot be written to any more: the disk is full, or the site's data was cleared. What
 * is said is then as safe as the page is, and `failed` tells so, once.
 */
export class StubbornFile implements ByteFile {
  /** What the disk had room for. */
  readonly #onDisk: ByteFile
  #file: ByteFile
  readonly #failed: () => void
  readonly #isOfUseInPart: boolean

  /** `isOfUseInPart`: what the disk had room for stays there; else it makes room. */
  constructor(file: ByteFile, failed: () => void, isOfUseInPart = true) {
    this.#onDisk = file
    this.#file = file
    this.#failed = failed
    this.#isOfUseInPart = isOfUseInPart
  }

  /** The disk does not have all of it. */
  get isInMemory(): boolean {
    return this.#file !== this.#onDisk
  }

  write(bytes: Bytes, { at }: { at: number }): number {
    return this.#try((file) => {
      // A private window of Chromium answers its error as an unsigned number: measured, 2³² − 8 for no space.
      if (file.write(bytes, { at }) !== bytes.length) throw new DOMException('The disk is full.', 'QuotaExceededError')
      return bytes.length
    })
  }

  read(into: Bytes, { at }: { at: number }): number {
    return this.#file.read(into, { at })
  }

  /** What is cut off is not to be found on the disk either. */
  truncate(size: number): void {
    this.#try((file) => file.truncate(size))
    if (this.isInMemory) this.#cutOnDisk(size)
  }

  getSize(): number {
    return this.#file.getSize()
  }

  flush(): void {
    this.#try((file) => file.flush())
  }

  close(): void {
    this.#onDisk.close()
  }

  #try<Value>(act: (file: ByteFile) => Value): Value {
    try {
      return act(this.#file)
    } catch (error) {
      if (this.isInMemory) throw error
      this.#goOnInMemory()
      return act(this.#file)
    }
  }

  #goOnInMemory(): void {
    const memory = new MemoryFile()
    memory.write(contentOf(this.#file), { at: 0 })
    if (!this.#isOfUseInPart) this.#cutOnDisk(0)
    this.#file = memory
    this.#failed()
  }

  #cutOnDisk(size: number): void {
    try {
      if (this.#onDisk.getSize() <= size) return
      this.#onDisk.truncate(size)
      this.#onDisk.flush()
    } catch {
      // InvalidStateError: the site's data was cleared, and the file with it
    }
  }
}

/** All that was written to it is on disk. */
export const isOnDisk = (file: ByteFile): boolean =>
  !(file instanceof MemoryFile) && !(file instanceof StubbornFile && file.isInMemory)

export function contentOf(file: ByteFile): Bytes {
  const bytes = new Uint8Array(file.getSize())
  return bytes.subarray(0, file.read(bytes, { at: 0 }))
}
