/** From a microphone's samples to the packets of a voice message, with an encoder that only counts. */

import { beforeEach, describe, expect, it } from 'vitest'
import { FRAME_SAMPLES, QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import { RecordingCapture } from '../../src/audio/recording-capture.ts'

/** 300 ms. */
const PRE_ROLL = 15
/** libopus's own at 48 kHz. */
const LOOK_AHEAD = 312

let written: { first: number; heard: boolean }[]
let measured: number[]
let capture: RecordingCapture

const encoder = {
  encode: (frame: Float32Array) => Uint8Array.of(Math.round((frame[0] ?? 0) * 200)),
  setBitrate: () => {},
}

function begin(trim: boolean, isReady = true): void {
  written = []
  measured = []
  const sink = {
    write: ({ payload, heard }: { payload: Uint8Array; heard: boolean }) => {
      written.push({ first: payload[0] ?? 0, heard })
    },
    measured: (level: number) => {
      measured.push(level)
    },
  }
  capture = new RecordingCapture(sink, { trim, lookAheadSamples: LOOK_AHEAD })
  if (isReady) capture.encoder = encoder
}

beforeEach(() => begin(true))

/** Whole frames at one amplitude, in the blocks of the audio thread. */
function take(frames: number, amplitude: number): void {
  for (let left = frames * FRAME_SAMPLES; left > 0; left -= QUANTUM_SAMPLES) {
    capture.push(new Float32Array(Math.min(left, QUANTUM_SAMPLES)).fill(amplitude))
  }
}

describe('a recording', () => {
  it('leaves out the silence before the first sound, but for 300 ms', () => {
    take(100, 0)
    expect(written).toEqual([])
    take(40, 0.5)
    expect(written.slice(0, PRE_ROLL).every(({ heard }) => !heard)).toBe(true)
    expect(written.slice(PRE_ROLL).every(({ first }) => first === 100)).toBe(true)
    expect(written.length).toBe(PRE_ROLL + 40)
  })

  it('measures every frame, written or not', () => {
    take(30, 0)
    take(10, 0.5)
    expect(measured.length).toBe(40)
    expect(measured.slice(0, 30).every((level) => level === 127)).toBe(true)
  })

  it('keeps all silence that comes later', () => {
    take(20, 0.5)
    take(200, 0)
    expect(written.length).toBe(220)
    expect(written.at(-1)?.heard).toBe(false)
  })

  it('leaves nothing out where nobody wants that', () => {
    begin(false)
    take(50, 0)
    expect(written.length).toBe(50)
  })

  it('takes soft speech in a quiet place for sound', () => {
    take(20, 0.005)
    expect(written.length).toBe(20)
  })

  it('waits for the codec, and loses nothing meanwhile', () => {
    begin(true, false)
    take(60, 0.5)
    expect(written).toEqual([])
    capture.encoder = encoder
    take(70, 0.5)
    expect(written.length).toBe(130)
  })

  it('encodes at most two frames in one block', () => {
    take(100, 0)
    const before = written.length
    capture.push(new Float32Array(FRAME_SAMPLES).fill(0.5))
    expect(written.length - before).toBeLessThanOrEqual(2)
  })
})

describe('the end of a recording', () => {
  it('is told to the sample, and has what the codec still holds behind it', () => {
    take(10, 0.5)
    capture.push(new Float32Array(100).fill(0.5))
    expect(capture.flush()).toBe(10 * FRAME_SAMPLES + 100)
    expect(written.length).toBe(11)
  })

  it('has no packet behind it of which nothing is heard, wherever in a frame it is', () => {
    for (let more = 0; more < FRAME_SAMPLES; more += QUANTUM_SAMPLES) {
      begin(false)
      take(10, 0.5)
      capture.push(new Float32Array(more).fill(0.5))
      const own = capture.flush()
      const behind = written.length * FRAME_SAMPLES - LOOK_AHEAD - own
      expect(behind).toBeGreaterThanOrEqual(0)
      expect(behind).toBeLessThan(FRAME_SAMPLES)
    }
  })

  it('counts from where the message begins', () => {
    take(100, 0)
    take(10, 0.5)
    expect(capture.flush()).toBe((PRE_ROLL + 10) * FRAME_SAMPLES)
  })

  it('of silence alone is none', () => {
    take(100, 0)
    expect(capture.flush()).toBe(0)
    expect(written).toEqual([])
  })

  it('can be gone on from', () => {
    take(10, 0.5)
    capture.flush()
    take(10, 0.5)
    expect(written.length).toBe(21)
    expect(capture.flush()).toBe(21 * FRAME_SAMPLES)
  })
})

describe('a recording that goes on behind another', () => {
  it('leaves nothing out, and gives a new codec a frame of silence, which is in no packet', () => {
    const encoded: number[] = []
    written = []
    const sink = {
      write: ({ payload, heard }: { payload: Uint8Array; heard: boolean }) => {
        written.push({ first: payload[0] ?? 0, heard })
      },
      measured: () => {},
    }
    capture = new RecordingCapture(sink, { trim: true, goesOn: true, lookAheadSamples: LOOK_AHEAD })
    capture.encoder = {
      encode: (frame) => {
        encoded.push(frame[0] ?? Number.NaN)
        return encoder.encode(frame)
      },
      setBitrate: () => {},
    }
    expect([encoded, written]).toEqual([[0], []])
    take(20, 0)
    take(10, 0.5)
    expect(written.length).toBe(30)
    expect(capture.flush()).toBe(30 * FRAME_SAMPLES)
  })
})

describe('a recording of music', () => {
  let frames: number[][]
  const music = {
    encode: (frame: Float32Array) => {
      frames.push([frame.length, Math.round((frame[0] ?? 0) * 100), Math.round((frame[1] ?? 0) * 100)])
      return Uint8Array.of(1)
    },
    setBitrate: () => {},
  }

  function play(amplitudes: readonly [left: number, right: number], count = 10): void {
    const [left, right] = amplitudes.map((amplitude) => new Float32Array(QUANTUM_SAMPLES).fill(amplitude))
    const quanta = (count * FRAME_SAMPLES) / QUANTUM_SAMPLES
    for (let quantum = 0; quantum < quanta; quantum += 1) capture.push(left as Float32Array, right)
  }

  beforeEach(() => {
    begin(true, false)
    frames = []
    const sink = { write: () => {}, measured: (level: number) => void measured.push(level) }
    capture = new RecordingCapture(sink, { trim: true, lookAheadSamples: LOOK_AHEAD, profile: 'music' })
    capture.encoder = music
  })

  it('is of two channels, to the silence behind its end', () => {
    play([0.5, -0.25])
    expect(frames).toEqual(new Array(10).fill([2 * FRAME_SAMPLES, 50, -25]))
    expect(capture.flush()).toBe(10 * FRAME_SAMPLES)
    expect(frames.at(-1)).toEqual([2 * FRAME_SAMPLES, 0, 0])
  })

  it('is as loud as both channels are', () => {
    play([0.5, 0])
    expect(measured.at(-1)).toBe(9) // half the power of 0.5, which is −6 dB
  })

  it('begins with what is soft, and leaves out a dead line alone', () => {
    play([0, 0], 40)
    expect(frames).toEqual([])
    play([0.0003, 0.0003], 20)
    expect(frames.length).toBe(PRE_ROLL + 20)
  })
})
