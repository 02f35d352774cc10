/** A trace at work. */

import { expect, it } from 'vitest'
import { carry } from '../../../bench/voice/link.ts'
import { link } from './links.ts'

const bytes = (mark: number) => Uint8Array.of(mark)
const sent = [0, 20, 40, 60].map((atMs, mark) => ({ bytes: bytes(mark), atMs }))

it('takes as long as the trace says, and loses what it says', () => {
  expect(carry(sent, link([10, 30, null, 5], { ordered: false }))).toEqual([
    { bytes: bytes(0), atMs: 10 },
    { bytes: bytes(1), atMs: 50 },
    { bytes: bytes(3), atMs: 65 },
  ])
})

it('lets a datagram overtake another', () => {
  const marks = carry(sent, link([10, 90, 10, 10], { ordered: false })).map((arrival) => arrival.bytes[0])
  expect(marks).toEqual([0, 2, 3, 1])
})

it('holds everything back behind what is late, where order is kept', () => {
  expect(carry(sent, link([10, 90, 10, 10])).map(({ atMs }) => atMs)).toEqual([10, 110, 110, 110])
})

it('counts the time of a fast clock as less', () => {
  const [arrival] = carry([{ bytes: bytes(0), atMs: 100_000 }], link([0], { driftPpm: 300 }))
  expect(arrival?.atMs).toBeCloseTo(99_970.009, 3)
})
