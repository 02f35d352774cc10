/** What the figures of sending mean, held against the ladder that they come from. */

import { expect, it } from 'vitest'
import { FRAME_MS } from '../../../src/audio/pcm.ts'
import { FIRST_STEP, SEND_LADDER } from '../../../src/audio/send-ladder.ts'
import { FIRST_BITRATE, packetsPerMessage } from '../../../web/room/statistics/sending.ts'

it('calls stepped down what lies below the first step', () => {
  const below = SEND_LADDER.map(({ bitrate }) => bitrate < FIRST_BITRATE)
  expect(below).toEqual(SEND_LADDER.map((_, step) => step < FIRST_STEP))
})

it('counts the packets of a message', () => {
  const counts = SEND_LADDER.map(packetsPerMessage)
  expect(counts).toEqual(SEND_LADDER.map(({ messageMs }) => messageMs / FRAME_MS))
})
