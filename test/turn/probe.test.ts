/** One probe, against every end that a connection can come to. test/process/turn.test.ts has real ones. */

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type OwnServer, readOwnServers } from '../../src/turn/own-servers.ts'
import { ANSWER_WITHIN_MS, type ProbeLine, probe } from '../../src/turn/probe.ts'
import { type FakeLine, fakeLine } from '../support/probe-lines.ts'

const SERVER = readOwnServers('turn:a.example').servers[0] as OwnServer

/** A success to this request, with an attribute. */
function answerTo(request: Uint8Array): Uint8Array {
  const answer = new Uint8Array(32)
  answer.set(request)
  answer.set([1, 1, 0, 12])
  return answer
}

const never = new Promise<unknown>(() => {})

/** A clock on which each look takes 40 ms. */
function clock(): () => number {
  let nowMs = 0
  return () => {
    nowMs += 40
    return nowMs
  }
}

async function probed(line: FakeLine): Promise<number | null> {
  const result = probe(() => line, SERVER, clock())
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS)
  return result
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

it('tells how long the answer took from the request on', async () => {
  const line = fakeLine((request) => [answerTo(request)])
  expect(await probed(line)).toBe(40)
  expect([line.written.length, line.written[0]?.length, line.isClosed]).toEqual([1, 20, true])
})

it('puts an answer together that comes byte by byte', async () => {
  const line = fakeLine((request) => [...answerTo(request)].map((byte) => Uint8Array.of(byte)))
  expect(await probed(line)).toBe(40)
})

it('asks under a new transaction each time', async () => {
  const line = fakeLine((request) => [answerTo(request)])
  const other = fakeLine((request) => [answerTo(request)])
  await Promise.all([probed(line), probed(other)])
  expect(line.written[0]).not.toEqual(other.written[0])
})

describe('has no answer', () => {
  it.each<[string, () => FakeLine]>([
    ['from a server that refuses', () => fakeLine(() => [], Promise.reject(new Error('refused')))],
    ['from one that never opens', () => fakeLine(() => [], never)],
    ['from one that says nothing', () => fakeLine(() => [])],
    ['from one that hangs up', () => fakeLine(() => [null])],
    ['from one that hangs up after half of it', () => fakeLine((request) => [answerTo(request).slice(0, 25), null])],
    ['from one that stops after half of it', () => fakeLine((request) => [answerTo(request).slice(0, 25)])],
    ['from one that echoes', () => fakeLine((request) => [request])],
    [
      'from one that answers somebody else',
      () => fakeLine((request) => [answerTo(request).with(19, ~(request[19] ?? 0))]),
    ],
    ['from a web server', () => fakeLine(() => [new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n\r\n')])],
    ['from one that never ends', () => fakeLine(() => Array(1_000).fill(new Uint8Array(1_024)))],
  ])('%s', async (_, makeLine) => {
    const line = makeLine()
    expect(await probed(line)).toBeNull()
    expect(line.isClosed).toBe(true)
  })

  it('where no connection can even be begun', async () => {
    const open = () => {
      throw new TypeError('proxy request failed, cannot connect to the specified address')
    }
    expect(await probe(open, SERVER, clock())).toBeNull()
  })

  it('from a connection that fails as it is closed, and lets nobody hear of that', async () => {
    const line: ProbeLine = {
      ...fakeLine(() => [null]),
      closed: Promise.reject(new Error('cut')),
      close: () => Promise.reject(new Error('cut')),
    }
    expect(await probe(() => line, SERVER, clock())).toBeNull()
  })

  it('from whatever bytes, or an answer all the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }), async (pieces) => {
        const line = fakeLine(() => [...pieces, null])
        expect(await probed(line)).toBeNull()
        expect(line.isClosed).toBe(true)
      }),
    )
  })
})
