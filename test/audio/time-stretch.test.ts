/** Leaving out and repeating whole periods: what is heard stays what it was, only shorter or longer. */

import { beforeEach, describe, expect, it } from 'vitest'
import { LONGEST, OVERLAP, TimeStretch } from '../../src/audio/time-stretch.ts'
import { noise, sine } from '../support/tone.ts'

const ALIKE = 0.9
let stretch: TimeStretch

beforeEach(() => {
  stretch = new TimeStretch()
})

/** All that is there. */
function rest(): Float32Array {
  const samples = new Float32Array(stretch.unread)
  stretch.read(samples, 0, samples.length)
  return samples
}

/** Plays 60 ms of `sound`, and leaves the next 20 ms. */
function playing(sound: Float32Array): void {
  stretch.append(sound.subarray(0, 2880))
  rest()
  stretch.append(sound.subarray(2880, 3840))
}

const largestStep = (samples: Float32Array) =>
  samples.reduce((most, sample, index) => Math.max(most, Math.abs(sample - (samples[index - 1] ?? sample))), 0)

describe.each([100, 125, 220, 390])('a voice of %i Hz', (hertz) => {
  const tone = sine(hertz, 0.5, 4_800)
  const period = 48_000 / hertz

  it('is shortened by whole periods', () => {
    playing(tone)
    const left = stretch.shorten(LONGEST, ALIKE)
    expect(left).toBeGreaterThan(0)
    expect(Math.abs(left / period - Math.round(left / period))).toBeLessThan(0.02)
    expect(stretch.unread).toBe(960 - left)
    expect(largestStep(rest())).toBeLessThanOrEqual(1.02 * largestStep(tone))
  })

  it('is lengthened by whole periods', () => {
    playing(tone)
    const more = stretch.lengthen(LONGEST, ALIKE)
    expect(more).toBeGreaterThan(0)
    expect(Math.abs(more / period - Math.round(more / period))).toBeLessThan(0.02)
    expect(stretch.unread).toBe(960 + more)
    expect(largestStep(rest())).toBeLessThanOrEqual(1.02 * largestStep(tone))
  })

  it('is left alone where less than a period is allowed', () => {
    playing(tone)
    expect(stretch.shorten(100, ALIKE)).toBe(0)
    expect(stretch.lengthen(100, ALIKE)).toBe(0)
    expect(rest()).toEqual(tone.subarray(2880, 3840))
  })
})

describe('two channels', () => {
  const tone = sine(125, 0.5, 4_800)
  const half = tone.map((sample) => sample / 2)

  it.each(['shorten', 'lengthen'] as const)('stay together when it has to %s', (how) => {
    stretch.append(tone.subarray(0, 2880), half.subarray(0, 2880))
    rest()
    stretch.append(tone.subarray(2880, 3840), half.subarray(2880, 3840))
    expect(stretch[how](LONGEST, ALIKE)).toBeGreaterThan(0)
    const mid = new Float32Array(stretch.unread)
    const side = new Float32Array(stretch.unread)
    stretch.read(mid, 0, mid.length, side)
    for (const [index, sample] of mid.entries()) expect(side[index]).toBeCloseTo(sample / 2, 6)
  })

  it('are no pause while they are loud against each other, though nothing is left of their mean', () => {
    stretch.append(new Float32Array(960), tone.subarray(0, 960))
    expect(stretch.isQuiet).toBe(false)
  })

  it('are the same again where nothing is said to be different', () => {
    stretch.append(tone.subarray(0, 960), half.subarray(0, 960))
    rest()
    stretch.append(tone.subarray(960, 1920))
    const side = new Float32Array(960).fill(1)
    stretch.read(new Float32Array(960), 0, 960, side)
    expect(side).toEqual(new Float32Array(960))
  })
})

describe('noise', () => {
  it('has no periods: it is left alone, unless any place will do', () => {
    playing(noise(0.1, 4_800))
    expect(stretch.shorten(LONGEST, ALIKE)).toBe(0)
    expect(stretch.lengthen(LONGEST, ALIKE)).toBe(0)
    expect(stretch.shorten(LONGEST, -1)).toBeGreaterThan(0)
  })

  it('is no pause, unless it is faint', () => {
    playing(noise(0.01, 4_800))
    expect(stretch.isQuiet).toBe(false)
    stretch.clear()
    playing(noise(0.001, 4_800))
    expect(stretch.isQuiet).toBe(true)
  })
})

describe('a pause', () => {
  it('is shortened by any length, but for the joint', () => {
    playing(noise(0.001, 4_800))
    expect(stretch.leaveOut(333)).toBe(333)
    expect(stretch.leaveOut(2_000)).toBe(960 - 333 - OVERLAP)
    expect(stretch.leaveOut(2_000)).toBe(0)
  })

  it('is lengthened by any length that it has lasted', () => {
    playing(noise(0.001, 4_800))
    expect(stretch.linger(333)).toBe(333)
  })

  it('never brings back the word before it', () => {
    stretch.append(sine(200, 0.5, 960))
    rest()
    stretch.append(new Float32Array(960))
    expect(stretch.linger(500)).toBe(0)
  })
})

describe('the samples', () => {
  it('come out as they went in, however they are cut', () => {
    const sound = noise(0.1, 48_000)
    const heard = new Float32Array(48_000)
    let written = 0
    let read = 0
    for (let step = 0; read < heard.length; step += 1) {
      const next = Math.min(written + (step % 5) * 480, sound.length)
      if (stretch.unread < 2880) {
        stretch.append(sound.subarray(written, next))
        written = next
      }
      read += stretch.read(heard, read, Math.min(read + 128, heard.length))
    }
    expect(heard).toEqual(sound)
  })
})
