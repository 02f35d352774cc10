/** One speaker from packets to samples. The codec decodes to constants, so that every step in the sound is the playout's. */

import { describe, expect, it } from 'vitest'
import { QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import { SpeakerPlayout } from '../../src/audio/speaker-playout.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { FakeDecoder, LeftDecoder, toByte } from '../support/fake-codec.ts'
import { QUANTUM_MS, spurt, talkEnd, voicePacket } from '../support/listener.ts'
import { noise } from '../support/tone.ts'

/** The steepest that a fade of 5 ms may be, with what two of them may add up to. */
const SOFT_STEP = 2 / 240 + 1e-6

const saying = (value: number) => ({ payload: Uint8Array.of(toByte(value)) })

class Stage {
  readonly decoder: FakeDecoder
  readonly speaker: SpeakerPlayout
  readonly samples: number[] = []
  #quanta = 0

  constructor(decoder = new FakeDecoder(), gain = 1) {
    this.decoder = decoder
    this.speaker = new SpeakerPlayout(decoder, new FixedPlayoutDelay(60), gain)
  }

  get nowMs(): number {
    return this.#quanta * QUANTUM_MS
  }

  push(...packets: Packet[]): this {
    for (const packet of packets) this.speaker.push(packet, this.nowMs)
    return this
  }

  play(ms: number): this {
    for (const end = this.#quanta + Math.round(ms / QUANTUM_MS); this.#quanta < end; this.#quanta += 1) {
      const mix = new Float32Array(QUANTUM_SAMPLES)
      this.speaker.addTo(mix, this.nowMs)
      this.samples.push(...mix)
    }
    return this
  }

  /** The value in the middle of the last quantum. */
  get sample(): number {
    return this.samples.at(-QUANTUM_SAMPLES / 2) ?? 0
  }

  get steepestStep(): number {
    return this.samples.reduce(
      (most, sample, index) => Math.max(most, Math.abs(sample - (this.samples[index - 1] ?? 0))),
      0,
    )
  }

  soundMs(): number {
    return this.samples.filter((sample) => sample !== 0).length / 48
  }
}

describe('a spurt', () => {
  it('begins and ends softly', () => {
    const stage = new Stage().push(...spurt(0, 3, saying(1)), talkEnd(6)).play(200)
    expect(stage.steepestStep).toBeLessThanOrEqual(SOFT_STEP)
    expect(Math.max(...stage.samples)).toBe(1)
    expect(stage.sample).toBe(0)
    expect(stage.speaker.isIdle).toBe(true)
  })

  it('sounds as long as its packets, and 5 ms of fading more', () => {
    const stage = new Stage().push(...spurt(0, 3, saying(1)), talkEnd(6)).play(200)
    expect(stage.soundMs()).toBeGreaterThan(64)
    expect(stage.soundMs()).toBeLessThanOrEqual(65)
  })

  it('is decoded just in time: what waits waits as packets', () => {
    const stage = new Stage().push(...spurt(0, 2, saying(0.5))).play(38) // due 60 ms after the second one's arrival
    expect(stage.decoder.asked).toEqual([])
    stage.play(8)
    expect(stage.decoder.asked).toEqual([toByte(0.5)])
    stage.play(20)
    expect(stage.decoder.asked).toEqual([toByte(0.5), toByte(0.5)])
  })

  it('has the level of the packet that is played, then silence', () => {
    const stage = new Stage().push(...spurt(0, 1, { ...saying(1), level: 12 }), talkEnd(2))
    expect(stage.speaker.level).toBe(127)
    expect(stage.play(70).speaker.level).toBe(12)
    expect(stage.play(40).speaker.level).toBe(127)
  })

  it('that skips a backlog does so softly', () => {
    const stage = new Stage().push(...spurt(0, 6, saying(1))).play(100)
    stage.push(...spurt(100, 6, saying(-1))).play(300)
    expect(stage.samples).toContain(-1)
    expect(stage.steepestStep).toBeLessThanOrEqual(2 * SOFT_STEP)
  })
})

describe('loss', () => {
  it('is concealed in 10 ms pieces, without a step', () => {
    const [first, , third] = spurt(0, 3, saying(0.5))
    const stage = new Stage()
    if (first && third) stage.push(first, third, talkEnd(6))
    stage.play(200)
    const packet = toByte(0.5)
    expect(stage.decoder.asked).toEqual([packet, 'conceal', 'conceal', packet, 'conceal'])
    expect(stage.steepestStep).toBeLessThanOrEqual(SOFT_STEP)
  })

  it('comes back from the packet behind it, when that brings a copy', () => {
    const copying = { payload: Uint8Array.of(0b0000_1000, 0b0100_0000) } // RFC 6716: SILK, 20 ms; its LBRR flag
    const decoder = new FakeDecoder()
    const stage = new Stage(decoder)
    const [first, , third] = spurt(0, 3, copying)
    if (first && third) stage.push(first, third, talkEnd(6))
    stage.play(200)
    expect(decoder.asked.filter((asked) => asked === 'recover').length).toBe(1)
    expect(stage.speaker.statistics).toMatchObject({ recoveredMs: 20, concealedMs: 0, playedMs: 40 })
  })

  it('is what a packet is that cannot be decoded', () => {
    const broken = voicePacket(2, { payload: Uint8Array.of(1, 2, 3) })
    const [first, , third] = spurt(0, 3, saying(0.5))
    const stage = new Stage()
    if (first && third) stage.push(first, broken, third, talkEnd(6))
    stage.play(200)
    expect(stage.decoder.asked).toEqual([toByte(0.5), 'conceal', toByte(0.5), 'conceal'])
    expect(stage.steepestStep).toBeLessThanOrEqual(SOFT_STEP)
  })

  it('of the decoder itself is silence', () => {
    const dead = Object.assign(new FakeDecoder(), {
      decode: () => {
        throw new Error('out of memory')
      },
    })
    const stage = new Stage(dead).push(...spurt(0, 3, saying(1))).play(500)
    expect(stage.soundMs()).toBe(0)
  })
})

describe('a packet that lies about its duration', () => {
  it.each([
    ['longer', 2880],
    ['shorter', 480],
  ])('and is %s moves none of those behind it', (_, samples) => {
    const stage = new Stage(new FakeDecoder(samples)).push(...spurt(0, 3, saying(1)), talkEnd(6)).play(300)
    expect(stage.samples.findLastIndex((sample) => sample !== 0)).toBeLessThan((60 + 60 + 5 + 3) * 48)
    expect(stage.decoder.asked.length).toBe(4)
  })
})

describe('a pause', () => {
  /** Decodes the packet of value 0 to the noise of a room. */
  const inRoom = <Decoder extends FakeDecoder>(decoder: Decoder): Decoder => {
    const room = noise(0.002, 960)
    const { decode } = decoder
    return Object.assign(decoder, {
      decode: (packet: Uint8Array | null, samples: number) => {
        const decoded = decode.call(decoder, packet, samples)
        return packet?.[0] === toByte(0) ? room.slice() : decoded
      },
    })
  }
  const pause = (decoder: FakeDecoder) => {
    const stage = new Stage(inRoom(decoder)).push(...spurt(0, 3, saying(0.5)), ...spurt(6, 20, saying(0)))
    const silentFromMs = 60 + 460 + 120 // what is late is awaited
    stage.play(silentFromMs)
    const from = stage.samples.length
    stage.play(200)
    return { stage, samples: stage.samples.slice(from) }
  }
  const rms = (samples: number[]) => Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length)

  it('sounds as the room did, without anybody being heard', () => {
    const { stage, samples } = pause(new FakeDecoder())
    expect(rms(samples)).toBeGreaterThan(0.0015)
    expect(rms(samples)).toBeLessThan(0.0025)
    expect(stage.speaker).toMatchObject({ sounding: 'silence', level: 127, isIdle: true })
    expect(stage.speaker.statistics.concealedMs).toBe(0)
  })

  it('has the speaker’s volume', () => {
    const { stage } = pause(new FakeDecoder())
    stage.speaker.gain = 0
    expect(stage.play(20).sample).toBe(0)
  })

  it('ends with what is said next, and with time', () => {
    const { stage } = pause(new FakeDecoder())
    stage.push(...spurt(200, 3, saying(0.5))).play(100)
    expect(stage.sample).toBe(Math.fround(Math.round(0.5 * 127) / 127))
    expect(pause(new FakeDecoder()).stage.play(3_000).sample).toBe(0)
  })

  it('of music is silent', () => {
    expect(rms(pause(new LeftDecoder()).samples)).toBe(0)
  })
})

describe('volume', () => {
  it('is there from the first sample', () => {
    const stage = new Stage(new FakeDecoder(), 0.5).push(...spurt(0, 3, saying(1)), talkEnd(6)).play(200)
    expect(Math.max(...stage.samples)).toBe(0.5)
  })

  it('moves softly', () => {
    const stage = new Stage().push(...spurt(0, 10, saying(0.5))).play(100)
    stage.speaker.gain = 2
    stage.play(40)
    expect(stage.sample).toBeCloseTo(1, 1)
    stage.speaker.gain = 0
    expect(stage.play(20).sample).toBe(0)
    expect(stage.steepestStep).toBeLessThanOrEqual(SOFT_STEP)
  })
})
