/** From what a decoder was asked for to delays and gaps. */

import { describe, expect, it } from 'vitest'
import { type Account, accountOf, LOOKAHEAD_MS, spurtsOf } from '../../../bench/voice/account.ts'
import { heardAtMs } from '../../../bench/voice/heard-at.ts'
import type { Said } from '../../../bench/voice/sender.ts'

const SAMPLES_PER_MS = 48

const packet = (slot: number, changes: Partial<Said> = {}): Said => ({
  slot,
  endSlot: slot + 2,
  talkStart: false,
  level: 20,
  ...changes,
})

/** Slots 0, 2, 4, …; the first begins a spurt. */
const talk = (packets: number, changes: Partial<Said> = {}): Said[] =>
  Array.from({ length: packets }, (_, index) => packet(2 * index, { talkStart: index === 0, ...changes }))

/** [slot, heard at, in ms], each 20 ms long; `madeUpAtMs`: 10 ms made up there. */
function account(said: readonly Said[], heard: [number, number][], madeUpAtMs: number[] = []): Account {
  const played = heard.map(([slot, atMs]) => ({ slot, at: atMs * SAMPLES_PER_MS, samples: 960, targetMs: 60 }))
  const madeUp = madeUpAtMs.map((atMs) => ({ at: atMs * SAMPLES_PER_MS, samples: 480 }))
  return accountOf(said, { played, madeUp }, 0)
}

describe('a delay', () => {
  it('is from the first sample in the microphone to the first that is heard, look-ahead included', () => {
    const delays = account(talk(2), [
      [0, 60],
      [2, 80],
    ]).sounded.map(({ delayMs }) => delayMs)
    expect(delays).toEqual([60 + LOOKAHEAD_MS, 60 + LOOKAHEAD_MS])
  })

  it('counts from when a clock that is fast says the packet was said', () => {
    const said = [packet(1_000_000, { talkStart: true })]
    const at = (10_000_000 / 1.0003 + 60) * SAMPLES_PER_MS
    const [one] = accountOf(
      said,
      { played: [{ slot: 1_000_000, at, samples: 960, targetMs: 0 }], madeUp: [] },
      300,
    ).sounded
    expect(one?.delayMs).toBeCloseTo(60 + LOOKAHEAD_MS, 6)
  })
})

describe('a gap', () => {
  it('is what is made up in place of a lost packet', () => {
    const { gaps, skippedMs } = account(
      talk(3),
      [
        [0, 60],
        [4, 100],
      ],
      [80, 90],
    )
    expect(gaps).toEqual([{ fromMs: 80, toMs: 100, isHeard: true }])
    expect(skippedMs).toBe(0)
  })

  it('is silence before a late packet', () => {
    expect(
      account(talk(2), [
        [0, 60],
        [2, 150],
      ]).gaps,
    ).toEqual([{ fromMs: 80, toMs: 150, isHeard: true }])
  })

  it('is none when a period is repeated or left out', () => {
    expect(
      account(talk(3), [
        [0, 60],
        [2, 92],
        [4, 105],
      ]).gaps,
    ).toEqual([])
  })

  it('is none between spurts', () => {
    const said = [...talk(1), packet(100, { talkStart: true })]
    expect(
      account(said, [
        [0, 60],
        [100, 1_060],
      ]).gaps,
    ).toEqual([])
  })

  it('is not heard in a pause within a spurt', () => {
    expect(
      account(talk(2, { level: 70 }), [
        [0, 60],
        [2, 200],
      ]).gaps,
    ).toEqual([{ fromMs: 80, toMs: 200, isHeard: false }])
  })

  it('is what a spurt lacks at its begin, at its end, or altogether', () => {
    const said = [...talk(3), packet(100, { talkStart: true })]
    expect(account(said, [[2, 90]]).gaps).toEqual([
      { fromMs: 70, toMs: 90, isHeard: true },
      { fromMs: 110, toMs: 130, isHeard: true },
      { fromMs: 110, toMs: 130, isHeard: true },
    ])
  })

  it('is none where talk is left out, which is counted by itself', () => {
    const { gaps, skippedMs } = account(talk(4), [
      [0, 60],
      [6, 80],
    ])
    expect([gaps, skippedMs]).toEqual([[], 40])
  })
})

it('takes a pause of the sender for the end of a spurt', () => {
  const said = [...talk(2), packet(30), packet(32), packet(34, { talkStart: true })]
  expect(spurtsOf(said)).toEqual([
    { first: 0, end: 2 },
    { first: 2, end: 4 },
    { first: 4, end: 5 },
  ])
})

it('knows where a moment is heard: within a packet, in what is made up, and where some was left out', () => {
  const said = talk(5)
  const moment = heardAtMs(
    said,
    account(
      said,
      [
        [0, 60],
        [4, 120],
        [8, 140],
      ],
      [80],
    ).sounded,
  )
  const heard = [0, 10, 30, 40, 50, 70, 80].map((ms) => moment(ms) - LOOKAHEAD_MS)
  expect(heard).toEqual([60, 70, 100, 120, 130, 140, 140])
})
