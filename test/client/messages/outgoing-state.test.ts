/** A voice message on its way to a server behind a bad line. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutgoingState } from '../../../src/client/messages/outgoing-state.ts'
import { NOWHERE } from '../../../src/client/messages/upload-steps.ts'
import { FakeTusServer, type Faults } from '../../support/fake-tus-server.ts'
import { type Journey, travel } from '../../support/message-journey.ts'
import { seededRandom } from '../../support/tone.ts'

const SPOKEN_BYTES_PER_SECOND = 4_200
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1)

let server: FakeTusServer
const serve = (random: () => number = () => 0.999, faults: Faults = {}) => {
  server = new FakeTusServer(random)
  server.faults = faults
  vi.stubGlobal('fetch', server.fetch)
}

beforeEach(() => serve())
afterEach(() => vi.unstubAllGlobals())

const bytesOf = (length: number, seed = 1): Uint8Array<ArrayBuffer> => {
  const random = seededRandom(seed)
  return Uint8Array.from({ length }, () => Math.floor(random() * 256))
}

const journey = (change: Partial<Journey> = {}): Journey => ({
  file: bytesOf(30 * SPOKEN_BYTES_PER_SECOND),
  bytesPerSecond: SPOKEN_BYTES_PER_SECOND,
  sentAfterMs: 200,
  random: () => 0.5,
  ...change,
})

/** Comparing a hundred thousand numbers one by one takes a test's time. */
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b)

const theMessage = () => {
  expect(server.messages.size).toBe(1)
  return [...server.messages.values()][0] as typeof server.messages extends Map<string, infer M> ? M : never
}

describe('a message over a good line', () => {
  it('is at the server but for its end when it is to be sent', async () => {
    const file = bytesOf(30 * SPOKEN_BYTES_PER_SECOND)
    const { outcome, tookMs, asked } = await travel(journey({ file }))
    expect(outcome).toEqual({ is: 'stored', clip: expect.any(String) })
    expect(isSame(theMessage().bytes, file)).toBe(true)
    const lastBytes = server.requests.filter(({ method }) => method === 'PATCH').at(-1)?.bytes ?? 0
    expect(lastBytes).toBeLessThan(2 * SPOKEN_BYTES_PER_SECOND)
    expect(asked.at(-1)).toBe('append')
    expect(tookMs).toBeLessThan(50)
  })

  it('asks once a second while it is said', async () => {
    const { asked } = await travel(journey())
    expect(asked.filter((step) => step === 'append').length).toBeLessThanOrEqual(32)
  })

  it('is not begun for a slip of the finger', async () => {
    const state = new OutgoingState(Math.random)
    state.available(3_000)
    expect(state.next(0)).toBeUndefined()
    state.available(4_000)
    expect(state.next(0)).toEqual({ do: 'begin' })
  })

  it('tells of itself once all is known', async () => {
    await travel(journey())
    expect(theMessage().metadata).toEqual({ name: 'Ada', message: 'M'.repeat(22) })
  })

  it('looks again until the server has stored it', async () => {
    server.stateAtEnd = 'received'
    const { outcome, asked } = await travel(journey())
    expect(outcome.is).toBe('stored')
    expect(asked.at(-1)).toBe('look')
  })

  it('sends a whole file in pieces that grow while they go quickly', async () => {
    const file = bytesOf(1_000_000)
    const { outcome, asked } = await travel(journey({ file, bytesPerSecond: 1e9 }))
    expect(outcome.is).toBe('stored')
    expect(isSame(theMessage().bytes, file)).toBe(true)
    expect(asked.filter((step) => step === 'append').length).toBeLessThanOrEqual(5)
  })
})

describe('a message that the server will not have', () => {
  it('ends with why, and is not tried again by itself', async () => {
    server.refuses = true
    const { outcome } = await travel(journey())
    expect(outcome).toEqual({ is: 'refused', status: 422, code: 'not-a-clip' })
  })

  it('is given up where a server forgets every upload', async () => {
    serve(seededRandom(1), { forgotten: 1 })
    const { outcome } = await travel(journey())
    expect(outcome).toMatchObject({ is: 'refused' })
    expect(server.messages.size).toBe(0)
  })
})

describe('a message over a bad line', () => {
  const LINE = { lostRequest: 0.1, lostAnswer: 0.1, brokenBody: 0.1, busy: 0.05, refusedToken: 0.03 }

  it.each(SEEDS)('arrives once and whole, whatever is lost (seed %i)', async (seed) => {
    const random = seededRandom(seed)
    serve(random, LINE)
    const file = bytesOf(4_000 + Math.floor(random() * 60_000), seed)
    const { outcome } = await travel(journey({ file, random, deaths: 0.1, sentAfterMs: random() * 5_000 }))
    expect(outcome.is).toBe('stored')
    expect(isSame(theMessage().bytes, file)).toBe(true)
  })

  it.each(SEEDS)('does not begin anew while the server remembers it (seed %i)', async (seed) => {
    const random = seededRandom(seed)
    serve(random, { ...LINE, lostAnswer: 0 })
    await travel(journey({ file: bytesOf(40_000), random }))
    expect(server.requests.filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(2)
  })

  it.each(SEEDS)('arrives once and whole where uploads are forgotten too (seed %i)', async (seed) => {
    const random = seededRandom(seed)
    serve(random, { ...LINE, forgotten: 0.02 })
    const file = bytesOf(30_000, seed)
    const { outcome } = await travel(journey({ file, random, deaths: 0.05 }))
    expect(outcome.is).toBe('stored')
    expect(isSame(theMessage().bytes, file)).toBe(true)
  })
})

describe('waiting', () => {
  const failed = (times: number, random: number, retryAfterMs?: number) => {
    const state = new OutgoingState(() => random)
    state.finish(10_000, 0)
    let nowMs = 0
    for (let failure = 0; failure < times; failure += 1) {
      nowMs = Math.max(nowMs, state.nextDeadlineMs() ?? 0)
      state.next(nowMs)
      state.answered({ status: 0, retryAfterMs }, nowMs)
    }
    return { state, waitMs: (state.nextDeadlineMs() ?? 0) - nowMs, nowMs }
  }

  it('takes any time up to 250 ms, which doubles with each failure up to 30 s', () => {
    expect([1, 2, 3, 4].map((times) => failed(times, 1).waitMs)).toEqual([250, 500, 1_000, 2_000])
    expect(failed(20, 1).waitMs).toBe(30_000)
    expect(failed(5, 0).waitMs).toBe(0)
  })

  it('is at least as long as the server says', () => {
    expect(failed(1, 0.5, 7_000).waitMs).toBe(7_125)
  })

  it('is over when the line is back', () => {
    const { state, nowMs } = failed(20, 1)
    expect(state.isWaiting).toBe(true)
    state.hurry(nowMs + 5)
    expect(state.next(nowMs + 5)).toEqual({ do: 'begin' })
    expect(state.isWaiting).toBe(false)
  })
})

describe('a crash after the last word to the server', () => {
  const known = { upload: 'http://s/upload', clip: 'c', isEnding: true }
  const forgotten = () => {
    const state = new OutgoingState(() => 0, known)
    state.finish(10_000, 0)
    expect(state.next(0)).toEqual({ do: 'look', url: 'http://s/upload' })
    state.answered({ status: 404, code: 'unknown-upload' }, 0)
    expect(state.next(0)).toEqual({ do: 'look-for-clip', clip: 'c' })
    return state
  }

  it('asks whether there is a clip when the upload is forgotten', () => {
    const state = forgotten()
    state.answered({ status: 200 }, 0)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })

  it('begins anew from the file when there is none', () => {
    const state = forgotten()
    state.answered({ status: 404, code: 'unknown-clip' }, 0)
    expect(state.isEnding).toBe(false)
    expect(state.next(0)).toEqual({ do: 'begin' })
  })

  it('takes a clip that was deleted since for one that was stored', () => {
    const state = forgotten()
    state.answered({ status: 410, code: 'clip-deleted' }, 0)
    expect(state.outcome.is).toBe('stored')
  })
})

const LAST = { do: 'append', url: 'http://s/upload', from: 9_000, to: 10_000, lengthBytes: 10_000 }

describe('a message of which nobody knows whether the server has its end', () => {
  const unanswered = () => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: 'http://s/upload' })
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 9_000, clip: 'c' }, 0)
    expect(state.isEnding).toBe(false)
    expect(state.next(0)).toEqual(LAST)
    state.answered({ status: 0 }, 0)
    return state
  }

  it('is looked for, after a reload too, and can end only by an answer', () => {
    const { addresses } = unanswered()
    const state = new OutgoingState(() => 0, addresses)
    state.finish(10_000, 0)
    expect(state.isEnding).toBe(true)
    expect(state.next(0)).toEqual({ do: 'look', url: 'http://s/upload' })
    state.answered({ status: 200, offsetBytes: 10_000, state: 'stored', clip: 'c' }, 0)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })

  it('has not ended where the server says that some is missing, and goes on there', () => {
    const state = unanswered()
    state.next(0)
    state.answered({ status: 200, offsetBytes: 9_000, lengthBytes: 10_000, state: 'receiving' }, 0)
    expect(state.addresses.isEnding).toBe(false)
    expect(state.next(0)).toEqual(LAST)
  })

  it('has ended where the server says that it has all of it, and is stored once the server says that', () => {
    const state = unanswered()
    state.next(0)
    state.answered({ status: 200, offsetBytes: 10_000, state: 'received' }, 0)
    expect([state.isEnding, state.outcome.is, state.progress]).toEqual([true, 'under-way', 1])
    expect(state.next(2_000)).toEqual({ do: 'look', url: 'http://s/upload' })
    state.answered({ status: 200, offsetBytes: 10_000, state: 'announced' }, 2_000)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })

  it('waits for the room’s index where its author wishes to', () => {
    const state = unanswered()
    state.finish(10_000, 0, true)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 10_000, state: 'stored' }, 0)
    expect(state.outcome.is).toBe('under-way')
    expect(state.next(2_000)).toEqual({ do: 'look', url: 'http://s/upload' })
    state.answered({ status: 200, offsetBytes: 10_000, state: 'announced' }, 2_000)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })
})

describe('an upload of the same message that holds something else', () => {
  const takenBack = (state: OutgoingState, url: string) => {
    expect(state.next(0)).toEqual({ do: 'take-back', url })
    expect(state.isEnding).toBe(false)
    state.answered({ status: 204 }, 0)
    expect(state.next(0)).toEqual({ do: 'begin' })
  }

  it('because a crash of the machine took the end of the file is taken back', () => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: 'http://s/upload' })
    state.finish(10_000, 0)
    expect(state.next(0)).toEqual({ do: 'look', url: 'http://s/upload' })
    state.answered({ status: 200, offsetBytes: 12_000 }, 0)
    takenBack(state, 'http://s/upload')
  })

  it('because an earlier visit began it is taken back, whatever it has', () => {
    const state = new OutgoingState(() => 0)
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 201, location: 'http://s/old', offsetBytes: 700, state: 'receiving' }, 0)
    takenBack(state, 'http://s/old')
  })

  it('because another length was said of it is taken back', () => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: 'http://s/upload' })
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 9_000 }, 0)
    expect(state.next(0)).toEqual(LAST)
    state.answered({ status: 400, code: 'invalid-request' }, 0)
    takenBack(state, 'http://s/upload')
  })

  it('that is a message by now is that message', () => {
    const state = new OutgoingState(() => 0)
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 201, location: 'http://s/old', offsetBytes: 700, state: 'receiving' }, 0)
    state.next(0)
    state.answered({ status: 410, code: 'upload-over' }, 0)
    expect(state.next(0)).toEqual({ do: 'begin' })
    state.answered({ status: 201, location: 'http://s/old', offsetBytes: 700, state: 'stored', clip: 'c' }, 0)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })
})
