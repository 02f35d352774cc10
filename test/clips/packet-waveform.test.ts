/** What a clip looks like when only its packets' sizes are known. */

import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { Waveform } from '../../src/protocol/clip.ts'
import { type FileParts, fileOf, HEAD } from './ogg-file.ts'
import { opusPayload } from './spoken.ts'

/** Of packets of 20 ms with so many bytes each. */
function bars(sizes: number[], parts: FileParts = {}): number[] {
  const audio = sizes.map((size) => ({ packets: [opusPayload(20, ...new Uint8Array(size))] }))
  const check = new ClipCheck()
  check.push(fileOf({ ...parts, audio }))
  const checked = check.end()
  if (!checked.ok) throw new Error(checked.reason)
  return checked.waveform
}

describe('the waveform of packets', () => {
  it('is high where the packets are large', () => {
    const waveform = bars([...new Array(150).fill(10), ...new Array(150).fill(110), ...new Array(150).fill(60)])
    expect(waveform).toHaveLength(36)
    expect([...new Set(waveform)]).toEqual([0, 256, 128])
  })

  it('has no valleys where all packets are alike', () => {
    expect(new Set(bars(new Array(100).fill(80)))).toEqual(new Set([256]))
  })

  it('is flat where an encoder had nothing to spend bytes on', () => {
    expect(new Set(bars(new Array(100).fill(2)))).toEqual(new Set([0]))
  })

  it('leaves out what is left out at the start', () => {
    // 100 ms of pre-skip.
    const late = HEAD.with(10, 4_800 & 0xff).with(11, 4_800 >> 8)
    const sizes = [...new Array(5).fill(1_000), ...new Array(95).fill(20)]
    expect(new Set(bars(sizes, { head: late }))).toEqual(new Set([256]))
  })

  it('is of a clip’s form however short or long the clip is', () => {
    const run = fc.property(
      fc.integer({ min: 1, max: 3_000 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 90 })),
      (count, sizes) => {
        const waveform = bars(Array.from({ length: count }, () => sizes.next().value as number))
        expect(v.is(Waveform, waveform)).toBe(true)
      },
    )
    fc.assert(run, { numRuns: 20 })
  })
})
