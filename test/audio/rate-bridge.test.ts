/** Sound carried from one clock to another, whose rates differ and whose crystals drift: neither clicks nor grows late. */

import { expect, it } from 'vitest'
import { QUANTUM_SAMPLES } from '../../src/audio/pcm.ts'
import { RateBridge } from '../../src/audio/rate-bridge.ts'
import { sine } from '../support/tone.ts'

const TONE_HZ = 440
const AMPLITUDE = 0.5
/** What a system renders at once. */
const BURST_MS = 10
const SECONDS = 5

interface Crossing {
  samples: Float32Array
  heldMs: number[]
}

/** A tone through the bridge; the far clock runs `driftPpm` fast, and both render in bursts. */
function cross(fromHz: number, toHz: number, driftPpm: number, seconds = SECONDS): Crossing {
  const bridge = new RateBridge(fromHz, toHz)
  const tone = sine(TONE_HZ, AMPLITUDE, fromHz * (seconds + 1), fromHz)
  const samples = new Float32Array(Math.floor((toHz * seconds) / QUANTUM_SAMPLES) * QUANTUM_SAMPLES)
  const heldMs: number[] = []
  let pushed = 0
  for (let read = 0; read < samples.length; read += QUANTUM_SAMPLES) {
    const nowMs = Math.floor((read * 1000) / toHz / BURST_MS) * BURST_MS
    const due = (nowMs / 1000) * fromHz * (1 + driftPpm / 1e6)
    for (; pushed + QUANTUM_SAMPLES <= due; pushed += QUANTUM_SAMPLES) {
      bridge.push(tone.subarray(pushed, pushed + QUANTUM_SAMPLES))
    }
    bridge.read(samples.subarray(read, read + QUANTUM_SAMPLES))
    heldMs.push(bridge.heldMs)
  }
  return { samples, heldMs }
}

/** The largest step between two samples, as a share of what the tone's own is. */
function worstStep(samples: Float32Array, rateHz: number): number {
  const own = AMPLITUDE * 2 * Math.PI * (TONE_HZ / rateHz)
  let worst = 0
  for (let index = 1; index < samples.length; index += 1) {
    worst = Math.max(worst, Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0)))
  }
  return worst / own
}

function pitchHz(samples: Float32Array, rateHz: number): number {
  const rising: number[] = []
  for (let index = 1; index < samples.length; index += 1) {
    const [before, now] = [samples[index - 1] ?? 0, samples[index] ?? 0]
    if (before < 0 && now >= 0) rising.push(index - now / (now - before))
  }
  return ((rising.length - 1) * rateHz) / ((rising.at(-1) ?? 0) - (rising[0] ?? 0))
}

it.each([
  [44_100, 48_000, -300],
  [48_000, 44_100, 1_000],
  [16_000, 48_000, 0],
  [96_000, 44_100, 300],
])('from %i to %i Hz, drifting by %i ppm, neither clicks nor grows late', (fromHz, toHz, driftPpm) => {
  const { samples, heldMs } = cross(fromHz, toHz, driftPpm)
  const settled = samples.subarray(toHz)
  expect(worstStep(settled, toHz)).toBeLessThan(1.05)
  expect(pitchHz(settled, toHz)).toBeCloseTo(TONE_HZ * (1 + driftPpm / 1e6), 0)
  const held = heldMs.slice(heldMs.length / 5)
  expect(Math.min(...held)).toBeGreaterThan(3)
  expect(Math.max(...held)).toBeLessThan(45)
})

it('after a stall plays what is new, and is no later than before', () => {
  const bridge = new RateBridge(44_100, 48_000)
  for (let second = 0; second < 1; second += 128 / 44_100) bridge.push(new Float32Array(QUANTUM_SAMPLES))
  expect(bridge.heldMs).toBeLessThan(125)
  const target = new Float32Array(QUANTUM_SAMPLES)
  for (let block = 0; block < 100; block += 1) bridge.read(target)
  expect(bridge.heldMs).toBeLessThan(5)
})
