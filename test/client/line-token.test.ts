/** The tokens of a line under a virtual clock: how long one is used, and how long it waits for another. `random` is 1/2. */

import { beforeEach, describe, expect, it } from 'vitest'
import { Line } from '../../src/client/line.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'

let line: Line
let nowMs: number
beforeEach(() => {
  nowMs = 1_000
  line = new Line(() => 0.5, nowMs)
  line.begin(nowMs)
})

const doings = (effects: { do: string }[]) => effects.map((effect) => effect.do)

/** Jumps to the next deadline; returns what is done then and how long it took. */
function next(): [number, string[]] {
  const deadlineMs = line.nextDeadlineMs() ?? Number.POSITIVE_INFINITY
  const tookMs = deadlineMs - nowMs
  nowMs = deadlineMs
  return [tookMs, doings(line.tick(nowMs))]
}

const lose = (code = 1006) => line.closed(code, '', nowMs)

describe('a token that says how long it is good', () => {
  const EXPIRES_MS = 900_000
  const jwt = (name: string) => `e30.${btoa(JSON.stringify({ sub: name, exp: EXPIRES_MS / 1_000 }))}.x`
  beforeEach(() => {
    line.token(jwt('a'), nowMs)
    line.welcomed(nowMs)
  })

  it('opens the next connections too, until a minute before its expiry', () => {
    for (const atMs of [2_000, EXPIRES_MS - 60_000 - 51]) {
      nowMs = atMs
      lose()
      nowMs = line.nextDeadlineMs() ?? 0
      expect(line.tick(nowMs)).toEqual([{ do: 'connect', token: jwt('a') }])
      line.welcomed(nowMs)
    }
    nowMs = EXPIRES_MS - 60_000
    lose()
    expect(next()[1]).toEqual(['ask-token'])
  })

  it('is used no more once it was refused', () => {
    lose(CLOSE.unauthorized)
    expect(next()[1]).toEqual(['ask-token'])
    expect(line.token(jwt('b'), nowMs)).toEqual([{ do: 'connect', token: jwt('b') }])
  })

  it('gives way to one that came meanwhile', () => {
    expect(line.token(jwt('b'), nowMs)).toEqual([])
    lose()
    nowMs = line.nextDeadlineMs() ?? 0
    expect(line.tick(nowMs)).toEqual([{ do: 'connect', token: jwt('b') }])
  })
})

describe('a token that is not to be had', () => {
  it('waits for a token at least as long as the server asks', () => {
    line.tokenFailed({ code: 'too-fast', detail: '', final: false, retryAfterMs: 7_000 }, nowMs)
    expect(next()).toEqual([7_050, ['ask-token']])
  })

  it('gives up when that is longer than somebody waits to join, and says how long; who was in waits', () => {
    const why = { code: 'too-fast', detail: 'slow', retryAfterMs: 60_000 } as const
    expect(line.tokenFailed({ ...why, final: false }, nowMs)).toEqual([
      { do: 'drop-socket' },
      { do: 'give-up', ...why },
    ])
    line = new Line(() => 0.5, nowMs)
    line.begin(nowMs)
    line.token('t', nowMs)
    line.welcomed(nowMs)
    lose()
    next()
    line.tokenFailed({ ...why, final: false }, nowMs)
    expect(next()).toEqual([60_250, ['ask-token']])
  })
})
