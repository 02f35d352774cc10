/** Where correlation finds a sound. */

import { expect, it } from 'vitest'
import { decimate } from '../../../bench/voice/decimate.ts'
import { lagMs } from '../../../bench/voice/lag.ts'
import { noise } from '../../support/tone.ts'
import { readWav } from '../../support/wav.ts'

const speech = decimate(readWav(new URL('../../support/speech.wav', import.meta.url)).samples)
const SAID_AT = 10_000

it.each([-12.5, 0, 7.3])('sees a sound that is %f ms later than reckoned', (laterMs) => {
  const heard = new Float32Array(speech.length)
  heard.set(speech.subarray(0, speech.length - 1_000), 500 + Math.round(laterMs * 10))
  expect(lagMs(speech, SAID_AT, heard, SAID_AT + 500)).toBeCloseTo(laterMs, 1)
})

it('finds nothing in another sound', () => {
  expect(lagMs(speech, SAID_AT, noise(0.1, speech.length), SAID_AT)).toBeUndefined()
})
