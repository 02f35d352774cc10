/** All speakers together: messages in, one mix out. */

import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_SPEAKERS, Mixer } from '../../src/audio/mixer.ts'
import { QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import { FixedPlayoutDelay } from '../../src/audio/playout-delay.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { FakeDecoder, LeftDecoder, toByte } from '../support/fake-codec.ts'
import { QUANTUM_MS, voicePacket } from '../support/listener.ts'

let decoders: FakeDecoder[]
let mixer: Mixer
let nowMs: number

beforeEach(() => {
  decoders = []
  nowMs = 0
  mixer = new Mixer({
    newDecoder: () => {
      const decoder = new FakeDecoder()
      decoders.push(decoder)
      return decoder
    },
    newDelay: () => new FixedPlayoutDelay(60),
  })
})

/** A message with one packet of one value from each of `speakers`. */
const message = (slot: number, value: number, ...speakers: number[]) => {
  const payload = Uint8Array.of(toByte(value))
  return bundle(speakers.map((speaker) => voicePacket(slot, { speaker, level: 20, payload })))
}

/** Renders for a while, during which `speakers` say `value` from `slot` on; returns the last sample. */
function play(ms: number, value = 0, ...speakers: number[]): number {
  const mix = new Float32Array(QUANTUM_SAMPLES)
  const fromMs = nowMs
  for (let sentMs = 0; nowMs < fromMs + ms; nowMs += QUANTUM_MS) {
    for (; speakers.length > 0 && fromMs + sentMs <= nowMs; sentMs += 20) {
      mixer.receive(message(Math.round((fromMs + sentMs) / 10), value, ...speakers), nowMs)
    }
    mixer.render(mix, nowMs)
  }
  return mix.at(-1) ?? 0
}

const levels = () => {
  const all: [number, number][] = []
  mixer.eachLevel((member, level) => all.push([member, level]))
  return all
}

const inUse = () => decoders.filter(({ isFree }) => !isFree).length

describe('the mix', () => {
  it('is the sum of all who speak', () => {
    expect(play(200, 0.25, 1, 2)).toBeCloseTo(0.5, 1)
    expect(levels()).toEqual([
      [1, 20],
      [2, 20],
    ])
  })

  it('never passes full scale', () => {
    const sixteen = Array.from({ length: 16 }, (_, index) => index + 1)
    const loud = play(200, 1, ...sixteen)
    expect(loud).toBeGreaterThan(0.6)
    expect(loud).toBeLessThanOrEqual(1)
  })

  it('[W17] has no part of the client’s own voice, told before or after', () => {
    mixer.self = 1
    expect(play(200, 0.25, 1, 2)).toBeCloseTo(0.25, 1)
    mixer.self = 2
    expect(play(20)).toBe(0)
  })

  it('has each member’s volume, also when it was set before they spoke', () => {
    mixer.setGain(1, 0)
    mixer.setGain(2, 5)
    expect(play(200, 0.25, 1, 2)).toBeCloseTo(0.5, 1) // volumes end at 2
  })

  it('is untouched by a message that breaks the wire’s rules', () => {
    mixer.receive(message(0, 0.25, 1, 2).subarray(0, 15), nowMs)
    mixer.receive(new Uint8Array(70_000), nowMs)
    expect(play(200)).toBe(0)
    expect(decoders.length).toBe(0)
  })
})

describe('two channels', () => {
  const left = new Float32Array(QUANTUM_SAMPLES)
  const right = new Float32Array(QUANTUM_SAMPLES)

  /** NaN when one of them is none. */
  const peakOf = (...channels: Float32Array[]) =>
    channels.reduce((peak, samples) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), peak), 0)

  /** Renders for a while; speaker 1 is on the left, the others in the middle. */
  function hear(ms: number, value: number, ...speakers: number[]): Mixer {
    const decoders = [new LeftDecoder(), new FakeDecoder(), new FakeDecoder()]
    const wide = new Mixer({ newDecoder: () => decoders.shift(), newDelay: () => new FixedPlayoutDelay(60) })
    for (let atMs = 0; atMs < ms; atMs += QUANTUM_MS) {
      if (atMs % 20 < QUANTUM_MS) wide.receive(message(2 * Math.floor(atMs / 20), value, ...speakers), atMs)
      wide.render(left, atMs, right)
      expect(peakOf(left, right)).toBeLessThanOrEqual(1)
    }
    return wide
  }

  it('stay what they are', () => {
    hear(200, 0.25, 1)
    expect(left.at(-1)).toBeCloseTo(0.25, 1)
    expect(right.at(-1)).toBeCloseTo(0, 6)
  })

  it('of one speaker leave the others in the middle', () => {
    hear(200, 0.25, 1, 2)
    expect(left.at(-1)).toBeCloseTo(0.5, 1)
    expect(right.at(-1)).toBeCloseTo(0.25, 1)
  })

  it('have each member’s volume, and neither passes full scale', () => {
    const wide = hear(200, 1, 1, 2, 3)
    wide.setGain(1, 0)
    for (let quantum = 0; quantum < 4; quantum += 1) wide.render(left, 200 + quantum * QUANTUM_MS, right)
    expect(left.at(-1)).toBeCloseTo(right.at(-1) ?? 1, 6)
  })

  it('are finite and within full scale, whatever bytes arrive and whatever they decode to', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 1 })
    const packet = fc.record({ slot: fc.nat(60), payload: bytes, talkStart: fc.boolean(), talkEnd: fc.boolean() })
    const decoder = () => {
      const loud = new LeftDecoder()
      const { decode } = loud
      return Object.assign(loud, {
        decode: (packet: Uint8Array | null, samples: number) => {
          const mean = decode.call(loud, packet, samples)
          loud.side = packet?.[0] === 255 ? mean.map(() => Number.NaN) : loud.side?.map((sample) => 9 * sample)
          return mean
        },
      })
    }
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), (packets) => {
        const wild = new Mixer({ newDecoder: decoder, newDelay: () => new FixedPlayoutDelay(20) })
        for (const [index, changes] of packets.entries()) {
          wild.receive(bundle([voicePacket(changes.slot, changes)]), index * QUANTUM_MS)
          wild.render(left, index * QUANTUM_MS, right)
          expect(peakOf(left, right)).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('are one where all are in the middle', () => {
    mixer.receive(message(0, 0.25, 1), 0)
    for (nowMs = 0; nowMs < 70; nowMs += QUANTUM_MS) mixer.render(left, nowMs, right)
    expect(left.at(-1)).toBeGreaterThan(0.2)
    expect(right).toEqual(left)
  })

  it('come out as their mean where there is one speaker only', () => {
    const decoders = [new LeftDecoder()]
    const mono = new Mixer({ newDecoder: () => decoders.shift(), newDelay: () => new FixedPlayoutDelay(60) })
    mono.receive(message(0, 0.5, 1), 0)
    for (let atMs = 0; atMs < 70; atMs += QUANTUM_MS) mono.render(left, atMs)
    expect(left.at(-1)).toBeCloseTo(0.25, 2)
  })
})

describe('being deafened', () => {
  it('falls silent softly and lets all speakers go', () => {
    play(200, 0.25, 1, 2)
    mixer.deafen(true)
    expect(play(20)).toBe(0)
    expect(inUse()).toBe(0)
    play(20, 0.25, 1)
    expect(inUse()).toBe(0)
  })

  it('ends with the next packet', () => {
    mixer.deafen(true)
    play(20)
    mixer.deafen(false)
    expect(play(200, 0.25, 1)).toBeCloseTo(0.25, 1)
  })
})

describe('memory', () => {
  it('holds so many speakers at most, and who was silent longest makes room', () => {
    for (let speaker = 1; speaker <= MAX_SPEAKERS; speaker += 1) play(20, 0.1, speaker)
    play(1_000) // all have spoken
    play(20, 0.1, 1)
    play(1_000)
    play(20, 0.5, 100)
    expect(inUse()).toBe(MAX_SPEAKERS)
    expect(decoders[0]?.isFree).toBe(false)
    expect(decoders[1]?.isFree).toBe(true)
  })

  it('turns newcomers away while all are heard', () => {
    play(200, 0.1, ...Array.from({ length: MAX_SPEAKERS }, (_, index) => index + 1))
    play(20, 0.5, 100)
    expect(decoders.length).toBe(MAX_SPEAKERS)
  })

  it('forgets who has left: the number may come back with another voice, from slot 0', () => {
    play(500, 0.25, 1)
    mixer.forget(1)
    expect(inUse()).toBe(0)
    nowMs = 0 // the slots of this test follow the clock
    expect(play(200, 0.5, 1)).toBeCloseTo(0.5, 1)
  })

  it('is bounded and nothing is thrown, whatever bytes arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 50 }), (messages) => {
        for (const bytes of messages) mixer.receive(bytes, nowMs)
        expect(Math.abs(play(20))).toBeLessThanOrEqual(1)
        expect(inUse()).toBeLessThanOrEqual(MAX_SPEAKERS)
      }),
      { numRuns: 50 },
    )
  })
})
