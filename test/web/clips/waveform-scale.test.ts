/** What a waveform looks like: speech has syllables and pauses in it, a tone and silence have none. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heightsOf } from '../../../web/room/clips/waveform-scale.ts'

/** Ten seconds of speech as its levels make it: nine dB from the softest syllable to the loudest, and three pauses. */
const SPEECH = [
  ...[251, 220, 215, 236, 241, 225, 220, 241, 236, 236, 195, 230, 246, 215, 241, 246, 246, 225, 215, 0, 225],
  ...[241, 220, 236, 225, 133, 230, 241, 195, 210, 236, 251, 241, 241, 241, 225, 236, 246, 241, 236, 0],
]
/** Two minutes, a second in each value: there is a loud syllable in every one. */
const LONG = Array.from({ length: 120 }, (_, at) => [241, 246, 236, 251, 230, 241, 246, 220][(at * 5) % 8] ?? 0)
const quieter = (waveform: readonly number[], db: number) =>
  waveform.map((value) => Math.max(0, value - (db * 256) / 50))
const spread = (heights: readonly number[]) => Math.max(...heights) - Math.min(...heights)
const share = (heights: readonly number[], is: (height: number) => boolean) =>
  heights.filter(is).length / heights.length

describe('speech', () => {
  const heights = heightsOf(SPEECH, SPEECH.length)

  it('has high and low syllables', () => {
    expect(share(heights, (height) => height > 0.7)).toBeGreaterThan(0.15)
    expect(share(heights, (height) => height < 0.5)).toBeGreaterThan(0.3)
    expect(Math.max(...heights)).toBe(1)
  })

  it('has pauses that are none of its syllables', () => {
    expect([heights[19], heights[40]]).toEqual([0, 0])
    expect(heights[25]).toBeLessThan(0.05)
    const syllables = heights.filter((_, at) => ![19, 25, 40].includes(at))
    expect(Math.min(...syllables)).toBeGreaterThan(0.15)
  })

  it('looks the same when it is quiet', () => {
    const quiet = heightsOf(quieter(SPEECH, 25), SPEECH.length)
    for (const [at, height] of quiet.entries()) expect(height).toBeCloseTo(heights[at] ?? Number.NaN, 1)
  })

  it('is no block where it is long', () => {
    expect(spread(heightsOf(LONG, 120))).toBeGreaterThan(0.6)
    expect(spread(heightsOf(LONG, 40))).toBeGreaterThan(0.25)
  })

  it('keeps a word among pauses where bars are few, and a pause among words', () => {
    const word = LONG.map((_, at) => (at === 77 ? 200 : 0))
    expect(heightsOf(word, 33).filter((height) => height > 0)).toEqual([1])
    const pause = LONG.map((value, at) => (at === 60 || at === 61 ? 0 : value))
    const heights = heightsOf(pause, 40)
    expect(heights.indexOf(Math.min(...heights))).toBe(20)
  })

  it('keeps its height beside a door that slams', () => {
    const slam = SPEECH.map((value, at) => (at === 5 ? 256 : value - 51))
    expect(share(heightsOf(slam, slam.length), (height) => height > 0.5)).toBeGreaterThan(0.3)
  })
})

describe('other sounds', () => {
  it('draws a tone as a block, also one that wavers', () => {
    expect(new Set(heightsOf(new Array(40).fill(200), 40))).toEqual(new Set([1]))
    const wavering = Array.from({ length: 40 }, (_, at) => 200 - (at % 3) * 2.5)
    expect(Math.min(...heightsOf(wavering, 40))).toBeGreaterThan(0.7)
  })

  it('draws silence as nothing, and the noise of a room low', () => {
    expect(new Set(heightsOf(new Array(30).fill(0), 30))).toEqual(new Set([0]))
    expect(Math.max(...heightsOf(new Array(30).fill(30), 30))).toBeLessThan(0.3)
  })

  it('draws no stairs where there are more bars than values', () => {
    for (const [at, height] of heightsOf([0, 256], 4).entries()) expect(height).toBeCloseTo([0, 0.25, 0.75, 1][at] ?? 2)
    const heights = heightsOf(SPEECH.slice(0, 30), 54)
    const equal = heights.filter((height, at) => at > 0 && Math.abs(height - (heights[at - 1] ?? 0)) < 1e-9)
    expect(equal.length).toBeLessThan(6)
  })

  it('begins and ends with the first and the last value, and has none where there is none', () => {
    expect(heightsOf([200], 5)).toEqual([1, 1, 1, 1, 1])
    expect(heightsOf([], 3)).toEqual([0, 0, 0])
  })

  it('stays within 0…1 whatever a stranger sent', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), fc.integer({ min: 0, max: 200 }), (waveform, count) => {
        const heights = heightsOf(waveform, count)
        expect(heights).toHaveLength(count)
        for (const height of heights) expect(height >= 0 && height <= 1).toBe(true)
      }),
    )
  })
})
