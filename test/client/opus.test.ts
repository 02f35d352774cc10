/** The whole way of a voice with the real codec and no line: microphone, packets, speakers. */

import { expect, it } from 'vitest'
import { Mixer } from '../../src/audio/mixer.ts'
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import { TalkCapture } from '../../src/audio/talk-capture.ts'
import { DecoderShelf, makeOpusEncoder } from '../../src/client/opus.ts'
import { stampMessage } from '../../src/protocol/audio-message.ts'
import { likeness } from '../support/correlation.ts'
import { QUANTUM_MS } from '../support/listener.ts'
import { LossyLink } from '../support/lossy-link.ts'
import { readWav } from '../support/wav.ts'

/** Three seconds of it are two sentences and a pause. */
const speech = readWav(new URL('../support/speech.wav', import.meta.url)).samples.subarray(0, 3 * SAMPLE_RATE_HZ)
/** 312 samples of the encoder's look-ahead (libopus, voip). */
const LOOK_AHEAD_MS = 6.5
const LINE_MS = 20

/** What a listener hears of `said` over a line, and how much of it left the microphone. */
async function listen(said: Float32Array, weather = {}) {
  const capture = new TalkCapture(await makeOpusEncoder())
  const shelf = await DecoderShelf.create()
  const mixer = new Mixer({ newDecoder: () => shelf.take(), newDelay: () => new FixedPlayoutDelay(60) })
  const link = new LossyLink<Uint8Array>({ delayMs: LINE_MS, ordered: true, ...weather })
  const heard = new Float32Array(said.length)
  let packets = 0
  let nowMs = 0
  capture.begin((packet) => {
    packets += 1
    stampMessage(packet, 7)
    link.send(packet, nowMs)
  })
  for (let at = 0; at + QUANTUM_SAMPLES <= said.length; at += QUANTUM_SAMPLES) {
    nowMs += QUANTUM_MS
    capture.push(said.subarray(at, at + QUANTUM_SAMPLES), () => {})
    for (const { item } of link.receive(nowMs)) mixer.receive(item, nowMs)
    mixer.render(heard.subarray(at, at + QUANTUM_SAMPLES), nowMs)
  }
  return { heard, packets }
}

it('arrives recognisable, on time, and without a break', async () => {
  const { heard, packets } = await listen(speech)
  const { correlation, pieces } = likeness(speech, heard, SAMPLE_RATE_HZ)
  expect(correlation).toBeGreaterThan(0.95)
  const expectedMs = 20 + LOOK_AHEAD_MS + LINE_MS + 60
  for (const piece of pieces) {
    if (piece.correlation < 0.9) continue // a piece that is mostly a pause fits in more than one place
    expect(piece.heardAtMs - piece.saidAtMs).toBeGreaterThan(expectedMs - 2) // both are rounded
    expect(piece.heardAtMs - piece.saidAtMs).toBeLessThan(expectedMs + 3 * QUANTUM_MS)
  }
  expect(packets).toBeLessThan(speech.length / 960) // the silence before and after is not sent
})

it('stays recognisable when one packet in twenty is lost', async () => {
  const { heard } = await listen(speech, { loss: 0.05 })
  expect(likeness(speech, heard, SAMPLE_RATE_HZ).correlation).toBeGreaterThan(0.85)
})
