/** A state that is written over and over, and a machine that stops in the middle of it. */

import { describe, expect, it } from 'vitest'
import { contentOf, MemoryFile } from '../../../src/client/messages/byte-file.ts'
import { readSlots, StateSlots } from '../../../src/client/messages/state-slots.ts'

const written = (...texts: string[]): Uint8Array<ArrayBuffer> => {
  const file = new MemoryFile()
  const slots = new StateSlots(file)
  for (const text of texts) slots.write(text)
  return contentOf(file)
}

describe('a state', () => {
  it('is the last that was written', () => {
    expect(readSlots(written('one'))?.text).toBe('one')
    expect(readSlots(written('one', 'two', 'three'))?.text).toBe('three')
  })

  it('is the one before or the new one, wherever writing it stopped', () => {
    const before = written('{"a":1}', '{"b":"older than that"}')
    const after = written('{"a":1}', '{"b":"older than that"}', '{"c":"newer"}')
    const differs = after.findIndex((byte, at) => byte !== before[at])
    for (let cut = differs; cut <= differs + 40; cut += 1) {
      const torn = Uint8Array.from({ length: after.length }, (_, at) => (at < cut ? after[at] : before[at]) ?? 0)
      expect(['{"b":"older than that"}', '{"c":"newer"}']).toContain(readSlots(torn)?.text)
    }
  })

  it('goes on with its numbers in the next visit', () => {
    const file = new MemoryFile()
    new StateSlots(file).write('first visit')
    new StateSlots(file, readSlots(contentOf(file))).write('second visit')
    expect(readSlots(contentOf(file))?.text).toBe('second visit')
  })

  it('is none in a file that is empty, or of somebody else’s bytes', () => {
    expect(readSlots(new Uint8Array(0))).toBeUndefined()
    expect(readSlots(new Uint8Array(20_000).fill(0xff))).toBeUndefined()
    expect(readSlots(new Uint8Array(20_000))).toBeUndefined()
  })
})
