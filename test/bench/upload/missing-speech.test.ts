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
    for (const fromMs of [0, 8_000]) expect(file.missingMs(recorded(fromMs, 2_500), 2_500)).toBe(0)
  })

  it('is none where a recording goes on for longer than it has to', () => {
    expect(file.missingMs(recorded(1_000, 2_500), 2_000)).toBe(0)
  })

  it('is what a recording ends too early', () => {
    expect(file.missingMs(recorded(1_000, 1_500), 2_700)).toBeGreaterThanOrEqual(1_200)
  })

  it('is what is silent, or something else', () => {
    expect(file.missingMs(silenced(recorded(0, 2_500), 500, 2_000), 2_500)).toBeGreaterThanOrEqual(1_000)
    expect(file.missingMs(noise(0.1, 2_500 * MS), 2_500)).toBeGreaterThanOrEqual(1_500)
  })

  it('is what is left out in the middle, though the rest follows at once', () => {
    const clip = new Float32Array([...recorded(0, 1_200), ...recorded(2_200, 1_300)])
    expect(file.missingMs(clip, 3_500)).toBeGreaterThanOrEqual(1_000)
  })

  it('is nothing of a seam of some milliseconds', () => {
    const clip = new Float32Array([...recorded(0, 1_200), ...recorded(1_210, 1_300)])
    expect(file.missingMs(clip, 2_500)).toBe(0)
  })

  it('is all of it where there is no recording', () => {
    expect(file.missingMs(new Float32Array(0), 2_000)).toBe(2_000)
  })
})
