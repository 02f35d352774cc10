/** Files of voice messages, in memory and on a disk that fills up. */

import { describe, expect, it } from 'vitest'
import { type ByteFile, contentOf, isOnDisk, MemoryFile, StubbornFile } from '../../../src/client/messages/byte-file.ts'

/** Its error −8, no space, as an unsigned number: measured with Chromium in a context of its own, beyond its quota. */
const NO_SPACE_IN_PRIVATE = 2 ** 32 - 8

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

  it('is noticed in a private window of Chromium too, which counts more bytes than there are instead of throwing', () => {
    const disk = new MemoryFile()
    disk.write = () => NO_SPACE_IN_PRIVATE
    const file = new StubbornFile(disk, () => {})
    file.write(bytes(1, 2, 3), { at: 0 })
    expect([...contentOf(file)]).toEqual([1, 2, 3])
    expect([file.isInMemory, isOnDisk(file)]).toEqual([true, false])
  })

  it('keeps what it had room for, or none of what is of no use in part', () => {
    const left = [true, false].map((isOfUseInPart) => {
      const disk = new FullDisk()
      new StubbornFile(disk, () => {}, isOfUseInPart).write(bytes(1, 2, 3, 4, 5, 6), { at: 0 })
      return [...contentOf(disk)]
    })
    expect(left).toEqual([[1, 2, 3, 4], []])
  })

  it('keeps nothing of what is cut off or wiped later', () => {
    const disk = new FullDisk()
    const file = new StubbornFile(disk, () => {})
    file.write(bytes(1, 2, 3, 4, 5, 6), { at: 0 })
    file.truncate(5)
    expect([...contentOf(disk)]).toEqual([1, 2, 3, 4])
    file.truncate(1)
    expect([[...contentOf(file)], [...contentOf(disk)]]).toEqual([[1], [1]])
  })
})
