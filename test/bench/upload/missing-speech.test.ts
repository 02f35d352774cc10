/** What of a recording counts as missing. */

import { describe, expect, it } from 'vitest'
import { SpokenFile } from '../../../bench/upload/missing-speech.ts'
import { SPEECH } from '../../support/browser.ts'
import { noise } from '../../support/tone.ts'
import { readWav } from '../../support/wav.ts'

const { samples: spoken } = readWav(SPEECH)
const file = new SpokenFile(spoken)
const MS = 48

/** What a microphone hands over that says the file again and again. */
const recorded = (fromMs: number, forMs: number): Float32Array =>
  Float32Array.from({ length: forMs * MS }, (_, at) => spoken[(fromMs * MS + at) % spoken.length] ?? 0)

const silenced = (clip: Float32Array, fromMs: number, untilMs: number): Float32Array => {
  const changed = clip.slice()
  changed.fill(0, fromMs * MS, untilMs * MS)
  return changed
}

describe('missing speech', () => {
  it('is none of a whole recording, wherever in the file it begins', () => {
    for (const fromMs of [0, 3_300, 8_000]) expect(file.missingMs(recorded(fromMs, 4_000), 4_000)).toBe(0)
  })

  it('is none where a recording goes on for longer than it has to', () => {
    expect(file.missingMs(recorded(1_000, 4_000), 3_500)).toBe(0)
  })

  it('is what a recording ends too early', () => {
    expect(file.missingMs(recorded(1_000, 3_000), 4_200)).toBeGreaterThanOrEqual(1_200)
  })

  it('is what is silent, or something else', () => {
    const clip = recorded(0, 5_000)
    expect(file.missingMs(silenced(clip, 1_000, 3_000), 5_000)).toBeGreaterThanOrEqual(1_500)
    expect(file.missingMs(noise(0.1, 5_000 * MS), 5_000)).toBeGreaterThanOrEqual(3_000)
  })

  it('is what is left out in the middle, though the rest follows at once', () => {
    const clip = new Float32Array([...recorded(0, 2_000), ...recorded(4_000, 2_000)])
    expect(file.missingMs(clip, 6_000)).toBeGreaterThanOrEqual(2_000)
  })

  it('is nothing of a seam of some milliseconds', () => {
    const clip = new Float32Array([...recorded(0, 2_200), ...recorded(2_210, 1_800)])
    expect(file.missingMs(clip, 4_000)).toBe(0)
  })

  it('is all of it where there is no recording', () => {
    expect(file.missingMs(new Float32Array(0), 2_000)).toBe(2_000)
  })
})
