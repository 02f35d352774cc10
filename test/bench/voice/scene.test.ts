/** A talk through the real codec and engine: what the bookkeeping says is what the samples say. */

import { expect, it, vi } from 'vitest'
import { makeVoiceEncoder } from '../../../bench/voice/codec.ts'
import { decimate } from '../../../bench/voice/decimate.ts'
import { isInterruption, rowOf } from '../../../bench/voice/row.ts'
import { play } from '../../../bench/voice/scene.ts'
import { Said } from '../../../bench/voice/stoi.ts'
import { phrasesOf, talkOf } from '../../../bench/voice/talk.ts'
import type { Trace } from '../../../bench/voice/trace.ts'
import { link } from './links.ts'

/** Seconds of talk are reckoned here: half a second on a machine that does nothing else. */
vi.setConfig({ testTimeout: 30_000 })

const talk = talkOf(0.2, 3)
const low = decimate(talk)
const sound = new Said(low)

const bytesOf = ({ buffer }: Float32Array): Buffer => Buffer.from(buffer as ArrayBuffer)

async function hear(trace: Trace, buffer: string) {
  const encoder = await makeVoiceEncoder({ bitrate: 32_000, expectedLossPercent: 0 })
  const heard = await play({ talk, encoder, trace, buffer })
  return { ...heard, row: rowOf(trace, buffer, { packets: heard.said, low, sound }, heard) }
}

it('says the same for the same seed, out of the phrases of the committed speech', () => {
  expect(Buffer.compare(bytesOf(talkOf(0.2, 3)), bytesOf(talk))).toBe(0)
  expect(Buffer.compare(bytesOf(talkOf(0.2, 4)), bytesOf(talk))).not.toBe(0)
  expect(phrasesOf(Float32Array.from([0, 0.5, 0, 0.5, 0])).map((phrase) => [...phrase])).toEqual([[0.5, 0, 0.5]])
})

it('hears everything on a good line, as late as frame, look-ahead, line and delay make it', async () => {
  const { row, account, said } = await hear(link([10]), 'fixed-60')
  expect(account.sounded.length).toBe(said.length)
  expect(said.length * 20).toBeLessThan(12_000) // nothing is sent of a pause
  expect(row.p50Ms).toBeGreaterThan(20 + 6.5 + 10 + 60 - 1)
  expect(row.p50Ms).toBeLessThan(20 + 6.5 + 10 + 60 + 6) // blocks of 128 samples, twice
  expect(Math.abs(row.laterMs)).toBeLessThanOrEqual(1)
  expect(row).toMatchObject({ concealedShare: 0, interruptionsPerMinute: 0, skippedShare: 0 })
  expect(row.stoi).toBeGreaterThan(0.97)
})

it('finds a stall where it is, and none where it is not', async () => {
  const stall = { fromMs: 4_000, toMs: 4_800 }
  const held = Array.from({ length: 1_000 }, (_, step) => (step >= 200 && step < 240 ? 10 + 4_800 - step * 20 : 10))
  const { row, account } = await hear(link(held, { stalls: [stall] }), 'fixed-60')
  const [interruption] = account.gaps.filter(isInterruption)
  expect(interruption?.fromMs).toBeGreaterThan(4_000)
  expect(interruption?.fromMs).toBeLessThan(4_200)
  expect(row.interruptionsPerMinute).toBeGreaterThan(0)
  expect(row.outsideStallsPerMinute).toBe(0)
  expect(row.concealedShare).toBe(0)
})

it('counts loss as concealed, and finds it less intelligible', async () => {
  const { row, account, said } = await hear(link([10, 10, 10, 10, null, 10, 10, 10, 10, 10]), 'fixed-60')
  expect(account.sounded.length / said.length).toBeCloseTo(0.9, 1)
  expect(row.concealedShare).toBeCloseTo(0.1, 1)
  expect(row.stoi).toBeLessThan(0.95)
})
