/** The whole way of a voice with the real codec and no line: microphone, packets, speakers. */

import { describe, expect, it } from 'vitest'
import { Mixer } from '../../src/audio/mixer.ts'
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import { TalkCapture } from '../../src/audio/talk-capture.ts'
import { DecoderShelf, makeOpusEncoder } from '../../src/client/opus.ts'
import { isStereo } from '../../src/clips/opus-packet.ts'
import { stampMessage } from '../../src/protocol/audio-message.ts'
import { HEADER_BYTES, MAX_OPUS_BYTES } from '../../src/protocol/packet.ts'
import { likeness } from '../support/correlation.ts'
import { QUANTUM_MS } from '../support/listener.ts'
import { LossyLink } from '../support/lossy-link.ts'
import { sine } from '../support/tone.ts'
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

describe('music', () => {
  const seconds = 2
  const left = sine(440, 0.3, seconds * SAMPLE_RATE_HZ)
  const right = sine(1_000, 0.2, seconds * SAMPLE_RATE_HZ)

  /** What a listener hears of two channels on a clean line. */
  async function hear(turnAtS = 0) {
    const capture = new TalkCapture(await makeOpusEncoder())
    const shelf = await DecoderShelf.create()
    const mixer = new Mixer({ newDecoder: () => shelf.take(), newDelay: () => new FixedPlayoutDelay(20) })
    const music = await makeOpusEncoder('music')
    const heard = { left: new Float32Array(left.length), right: new Float32Array(left.length) }
    const bytes: number[] = []
    let nowMs = 0
    capture.begin((packet) => {
      bytes.push(packet.length)
      stampMessage(packet, 7)
      mixer.receive(packet, nowMs)
    })
    for (let at = 0; at + QUANTUM_SAMPLES <= left.length; at += QUANTUM_SAMPLES) {
      if (at === turnAtS * SAMPLE_RATE_HZ) capture.turnTo('music', music)
      nowMs += QUANTUM_MS
      const block = [at, at + QUANTUM_SAMPLES] as const
      capture.push(left.subarray(...block), () => {}, right.subarray(...block))
      mixer.render(heard.left.subarray(...block), nowMs, heard.right.subarray(...block))
    }
    return { heard, bytes }
  }
  /** How much of a tone there is in the last half second, in dB of full scale. */
  const amountOf = (samples: Float32Array, hertz: number) => {
    const piece = samples.subarray(-24_000)
    let [real, imaginary] = [0, 0]
    for (const [at, sample] of piece.entries()) {
      real += sample * Math.cos((2 * Math.PI * hertz * at) / SAMPLE_RATE_HZ)
      imaginary += sample * Math.sin((2 * Math.PI * hertz * at) / SAMPLE_RATE_HZ)
    }
    return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / piece.length)
  }

  it('arrives in two channels that stay apart, at 96 kb/s', async () => {
    const { heard, bytes } = await hear()
    expect(amountOf(heard.left, 440)).toBeCloseTo(20 * Math.log10(0.3), 0)
    expect(amountOf(heard.right, 1_000)).toBeCloseTo(20 * Math.log10(0.2), 0)
    expect(amountOf(heard.left, 1_000)).toBeLessThan(-50)
    expect(amountOf(heard.right, 440)).toBeLessThan(-50)
    expect(Math.max(...bytes)).toBeLessThanOrEqual(HEADER_BYTES + MAX_OPUS_BYTES)
    const rate = (8 * bytes.reduce((sum, length) => sum + length - HEADER_BYTES, 0)) / seconds
    expect(rate).toBeGreaterThan(60_000)
    expect(rate).toBeLessThan(110_000)
  })

  it('comes in where a voice was, for whoever listens', async () => {
    const { heard } = await hear(1)
    expect(amountOf(heard.left, 440)).toBeCloseTo(20 * Math.log10(0.3), 0)
    expect(amountOf(heard.left, 1_000)).toBeLessThan(-50)
    expect(heard.left.subarray(0, SAMPLE_RATE_HZ)).toEqual(heard.right.subarray(0, SAMPLE_RATE_HZ))
  })

  it('stays in packets of two channels, however few bits it gets', async () => {
    const encoder = await makeOpusEncoder('music')
    encoder.setBitrate(24_000)
    const frame = new Float32Array(1920)
    for (let count = 0; count < 20; count += 1) {
      frame.forEach((_, index) => {
        frame[index] = 0.3 * Math.sin((count * 960 + (index >> 1)) * 0.05)
      })
      expect(isStereo(encoder.encode(frame))).toBe(true)
    }
  })
})
