/** The life of a connection under a virtual clock. `random` is 1/2: waits are half as long as they may be. */

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

function connect(): string[] {
  line.token('t', nowMs)
  return doings(line.welcomed(nowMs))
}

function lose(code = 1006): string[] {
  return doings(line.closed(code, '', nowMs))
}

describe('connecting', () => {
  it('asks for a token, then connects with it', () => {
    expect(doings(new Line(() => 0, 0).begin(0))).toEqual(['ask-token'])
    expect(line.token('t', nowMs)).toEqual([{ do: 'connect', token: 't' }])
    expect(line.isIn).toBe(false)
  })

  it('[C4] is in with the welcome, and pings at once', () => {
    expect(connect()).toEqual(['ping'])
    expect(line.isIn).toBe(true)
  })

  it('asks again when no token comes within 10 s, and takes the one that does', () => {
    expect(next()).toEqual([10_000, []])
    expect(line.token('late', nowMs)).toEqual([])
    expect(next()).toEqual([50, ['ask-token']])
    expect(doings(line.token('t', nowMs))).toEqual(['connect'])
  })

  it('gives a socket up that brings no welcome within 10 s', () => {
    line.token('t', nowMs)
    expect(next()).toEqual([10_000, ['drop-socket', 'lost']])
  })

  it('tells who has never been in after 15 s', () => {
    lose()
    line.tokenFailed({ code: 'unreachable', detail: '', final: false }, nowMs)
    for (;;) {
      const [, effects] = next()
      if (effects.includes('give-up')) break
      line.tokenFailed({ code: 'unreachable', detail: '', final: false }, nowMs)
    }
    expect(nowMs).toBe(16_000)
    expect(line.nextDeadlineMs()).toBeUndefined()
  })

  it('gives up when there will never be a token', () => {
    const effects = line.tokenFailed({ code: 'wrong-link', detail: 'no', final: true }, nowMs)
    expect(effects).toEqual([{ do: 'drop-socket' }, { do: 'give-up', code: 'wrong-link', detail: 'no' }])
  })
})

describe('keeping the line', () => {
  beforeEach(() => connect())

  it('[C25] sends the next ping 1 s after the last pong', () => {
    nowMs += 40
    expect(line.pong(nowMs)).toEqual([{ do: 'measured', rttMs: 40 }])
    expect(next()).toEqual([1_000, ['ping']])
  })

  it('[C25] sends it at once when the pong took longer than 1 s', () => {
    expect(next()).toEqual([1_000, ['stall']])
    nowMs += 500
    expect(doings(line.pong(nowMs))).toEqual(['measured', 'ping'])
  })

  it('[C25] has no more than one ping under way', () => {
    nowMs += 40
    line.pong(nowMs)
    expect(line.pong(nowMs)).toEqual([])
  })

  it('knows how long a ping has been waiting', () => {
    expect(line.pingWaitsMs(nowMs + 700)).toBe(700)
    line.pong(nowMs + 700)
    expect(line.pingWaitsMs(nowMs + 800)).toBe(0)
  })

  it('[C27] gives the socket up after 5 s without a pong, and resumes', () => {
    next()
    expect(next()).toEqual([4_000, ['drop-socket', 'lost']])
    expect(next()).toEqual([50, ['ask-token']])
  })
})

describe('[R1] after a close', () => {
  beforeEach(() => connect())

  it.each([1001, 1006, 1011, 1012, CLOSE.timedOut, CLOSE.internal])('%i resumes', (code) => {
    expect(lose(code)).toEqual(['drop-socket', 'lost'])
    expect(next()).toEqual([50, ['ask-token']])
  })

  it.each([CLOSE.tooFast, CLOSE.unavailable])('%i waits 5 s first', (code) => {
    lose(code)
    expect(next()).toEqual([5_050, ['ask-token']])
  })

  it.each([
    [CLOSE.malformed, 'protocol'],
    [CLOSE.tooLarge, 'protocol'],
    [CLOSE.forbidden, 'not-allowed'],
    [CLOSE.unknownRoom, 'room-unknown'],
    [CLOSE.replaced, 'replaced'],
    [CLOSE.locked, 'room-locked'],
    [CLOSE.removed, 'removed'],
    [CLOSE.roomFull, 'room-full'],
    [CLOSE.gone, 'room-deleted'],
    [CLOSE.ended, 'ended'],
    [CLOSE.tooManyDevices, 'too-many-devices'],
  ])('%i stops: %s', (code, error) => {
    expect(line.closed(code, 'why', nowMs)).toEqual([
      { do: 'drop-socket' },
      { do: 'give-up', code: error, detail: `${code} why` },
    ])
    expect(line.nextDeadlineMs()).toBeUndefined()
  })

  it('4401 comes back with a new token, and stops after three in a row', () => {
    for (const _ of [1, 2]) {
      expect(lose(CLOSE.unauthorized)).toEqual(['drop-socket', 'lost'])
      expect(next()[1]).toEqual(['ask-token'])
      line.token('t', nowMs)
    }
    expect(lose(CLOSE.unauthorized)).toEqual(['drop-socket', 'give-up'])
  })

  it('4401 is forgiven when a token was accepted since', () => {
    for (const _ of [1, 2, 3, 4, 5]) {
      lose(CLOSE.unauthorized)
      next()
      connect()
    }
    expect(line.isIn).toBe(true)
  })
})

describe('[R3] coming back', () => {
  it('waits longer from attempt to attempt, without end', () => {
    connect()
    nowMs += 60_000
    lose()
    const waits = Array.from({ length: 6 }, () => {
      const [waitMs] = next()
      line.token('t', nowMs)
      lose()
      return waitMs
    })
    expect(waits).toEqual([50, 250, 500, 1_000, 1_000, 1_000])
  })

  it('begins with a short wait again once a line has lasted', () => {
    connect()
    lose()
    next()
    connect()
    nowMs += 5_000
    lose()
    expect(next()[0]).toBe(50)
  })

  it('does not begin with a short wait again when it did not: a server that drops everybody is not helped by haste', () => {
    const waits = Array.from({ length: 4 }, () => {
      connect()
      lose()
      return next()[0]
    })
    expect(waits).toEqual([50, 250, 500, 1_000])
  })

  it('comes at once when the device is online again', () => {
    connect()
    for (const _ of [1, 2, 3]) {
      lose()
      next()
      line.token('t', nowMs)
    }
    lose()
    expect(doings(line.hurry(nowMs))).toEqual(['ask-token'])
  })

  it('asks for the token at once that was asked for before the device was online again', () => {
    nowMs += 9_000
    expect(doings(line.hurry(nowMs))).toEqual(['ask-token'])
    nowMs += 2_000
    expect(line.tick(nowMs)).toEqual([])
    expect(doings(line.token('t', nowMs))).toEqual(['connect'])
    expect(line.token('late', nowMs)).toEqual([])
  })
})

it('does nothing more once it is over', () => {
  connect()
  line.end()
  expect(line.nextDeadlineMs()).toBeUndefined()
  expect(line.tick(1e9)).toEqual([])
  expect(line.closed(1006, '', nowMs)).toEqual([])
  expect(line.hurry(nowMs)).toEqual([])
})
