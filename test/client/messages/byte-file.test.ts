/** Files of voice messages, in memory and on a disk that fills up. */

import { describe, expect, it } from 'vitest'
import { type ByteFile, contentOf, MemoryFile, StubbornFile } from '../../../src/client/messages/byte-file.ts'

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values)

/** Takes a few bytes, and then only some of what is written. */
class FullDisk extends MemoryFile implements ByteFile {
  static readonly ROOM = 4

  override write(written: Uint8Array<ArrayBuffer>, { at }: { at: number }): number {
    return super.write(written.slice(0, Math.max(0, FullDisk.ROOM - at)), { at })
  }
}

describe('a file in memory', () => {
  it('is written, cut and read like one on disk', () => {
    const file = new MemoryFile()
    file.write(bytes(1, 2, 3), { at: 0 })
    file.write(bytes(9), { at: 5 })
    expect([...contentOf(file)]).toEqual([1, 2, 3, 0, 0, 9])
    file.truncate(2)
    expect([...contentOf(file)]).toEqual([1, 2])
    file.write(bytes(7), { at: 3 })
    expect([...contentOf(file)]).toEqual([1, 2, 0, 7])
  })

  it('reads no further than it goes', () => {
    const file = new MemoryFile()
    file.write(bytes(1, 2, 3), { at: 0 })
    const into = new Uint8Array(10)
    expect(file.read(into, { at: 2 })).toBe(1)
    expect(into[0]).toBe(3)
  })
})

describe('a disk that is full', () => {
  it('loses nothing: the file goes on in memory, and says so once', () => {
    let warnings = 0
    const file = new StubbornFile(new FullDisk(), () => {
      warnings += 1
    })
    file.write(bytes(1, 2, 3), { at: 0 })
    expect(warnings).toBe(0)
    file.write(bytes(4, 5, 6), { at: 3 })
    file.write(bytes(7), { at: 6 })
    expect([...contentOf(file)]).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(warnings).toBe(1)
  })
})
