/** A decoder that is watched: what is decoded for which moment. */

import { expect, it } from 'vitest'
import { tagged } from '../../../bench/voice/tag.ts'
import { TracedDecoder } from '../../../bench/voice/traced-decoder.ts'
import { FakeDecoder, toByte } from '../../support/fake-codec.ts'

const payload = (slot: number) => tagged(Uint8Array.of(toByte(0.5)), slot)

it('passes payloads on without their tag, and notes their slots', () => {
  const decoder = new FakeDecoder()
  const trace = new TracedDecoder(decoder)
  trace.blockAt = 1_280
  trace.targetMs = 40
  expect(trace.decode(payload(7), 960)[0]).toBeCloseTo(0.5, 2)
  expect(decoder.asked).toEqual([toByte(0.5)])
  expect(trace.played).toEqual([{ slot: 7, at: 1_280, samples: 960, targetMs: 40 }])
})

it('goes on within a block where the last packet ended', () => {
  const trace = new TracedDecoder(new FakeDecoder())
  trace.decode(payload(0), 960)
  trace.blockAt = 896
  trace.decode(null, 480)
  expect(trace.madeUp).toEqual([{ at: 960, samples: 480 }])
})

it('takes the middle of a block when something was left out, and its begin after silence', () => {
  const trace = new TracedDecoder(new FakeDecoder())
  trace.decode(payload(0), 960)
  trace.blockAt = 768
  trace.decode(payload(2), 960)
  trace.blockAt = 12_800
  trace.decode(payload(4), 960)
  expect(trace.played.map(({ at }) => at)).toEqual([0, 832, 12_800])
})

it('does not take a fade for something made up', () => {
  const trace = new TracedDecoder(new FakeDecoder())
  trace.decode(null, 240)
  expect(trace.madeUp).toEqual([])
})

it('counts what is recovered as the packet before', () => {
  const trace = new TracedDecoder(new FakeDecoder())
  trace.recover(payload(8), 960)
  expect(trace.played.map(({ slot }) => slot)).toEqual([6])
})
