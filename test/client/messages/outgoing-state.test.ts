/** A voice message on its way to a server behind a bad line. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutgoingState } from '../../../src/client/messages/outgoing-state.ts'
import { type Addresses, type Answer, NOWHERE, type Step } from '../../../src/client/messages/upload-steps.ts'
import { FakeTusServer, type Faults } from '../../support/fake-tus-server.ts'
import { type Journey, travel } from '../../support/message-journey.ts'
import { seededRandom } from '../../support/tone.ts'

const SPOKEN_BYTES_PER_SECOND = 4_200
const HOUR_MS = 3_600_000
const URL = 'http://s/upload'
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

  it('is given up where a server forgets every upload, though not within an hour', async () => {
    serve(seededRandom(1), { forgotten: 1 })
    const { outcome, tookMs } = await travel(journey({ giveUpAtMs: 2 * HOUR_MS }))
    expect(outcome).toMatchObject({ is: 'refused' })
    expect(tookMs).toBeGreaterThan(0.9 * HOUR_MS)
    expect(server.requests.length).toBeLessThan(1_000)
    expect(server.messages.size).toBe(0)
  })

  it('is told so at once where there is no such room any more', () => {
    const state = new OutgoingState(() => 0)
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 404, code: 'unknown-room' }, 0)
    expect(state.outcome).toEqual({ is: 'refused', status: 404, code: 'unknown-room' })
  })

  it('is not sent twice where its words are refused', () => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: URL })
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 10_000 }, 0)
    for (const status of [400, 204]) {
      state.next(0)
      state.answered({ status, code: 'invalid-request' }, 0)
    }
    state.next(0)
    state.answered({ status: 201, location: URL, offsetBytes: 0 }, 0)
    state.next(0)
    state.answered({ status: 400, code: 'invalid-request' }, 0)
    expect(state.outcome).toEqual({ is: 'refused', status: 400, code: 'invalid-request' })
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

describe('a server that is not well', () => {
  /** Asks at every deadline until `untilMs`; `answer` says what the server does about each question. */
  const ask = (state: OutgoingState, untilMs: number, answer: (step: Step) => Answer): Step['do'][] => {
    const asked: Step['do'][] = []
    for (let nowMs = 0; nowMs < untilMs; nowMs = Math.max(nowMs + 1, state.nextDeadlineMs() ?? untilMs)) {
      const step = state.next(nowMs)
      if (step === undefined) continue
      asked.push(step.do)
      state.answered(answer(step), nowMs)
    }
    return asked
  }

  it('keeps a message waiting for days while an earlier upload of it is still being removed', () => {
    const state = new OutgoingState(() => 1)
    state.finish(10_000, 0)
    const asked = ask(state, 48 * HOUR_MS, () => ({ status: 404, code: 'unknown-upload' }))
    expect(state.outcome.is).toBe('under-way')
    expect(state.isWaiting).toBe(true)
    expect(asked.length).toBeLessThan(48 * 130)
  })

  it('is asked more and more seldom where it says how far it is and takes nothing', () => {
    const state = new OutgoingState(() => 1, { ...NOWHERE, upload: URL })
    state.finish(10_000, 0)
    const asked = ask(state, HOUR_MS, ({ do: what }) =>
      what === 'look' ? { status: 200, offsetBytes: 9_000 } : { status: 503 },
    )
    expect(state.outcome.is).toBe('under-way')
    expect(asked.length).toBeLessThan(2 * 130)
  })

  it('may forget any number of uploads of one message, as long as each time it has more of it', () => {
    const state = new OutgoingState(() => 1)
    state.finish(2_000_000, 0)
    let [uploads, offsetBytes] = [0, 0]
    ask(state, 24 * HOUR_MS, (step) => {
      if (step.do === 'begin') [uploads, offsetBytes] = [uploads + 1, 0]
      if (step.do === 'begin') return { status: 201, location: URL, offsetBytes }
      if (offsetBytes >= uploads * 100_000) return { status: 404, code: 'unknown-upload' }
      offsetBytes = step.do === 'append' ? step.to : offsetBytes
      const isWhole = offsetBytes === 2_000_000
      return { status: 200, offsetBytes, state: isWhole ? 'stored' : 'receiving' }
    })
    expect(state.outcome.is).toBe('stored')
    expect(uploads).toBeGreaterThan(5)
  })
})

describe('the very first question', () => {
  it('is remembered before it is asked: its answer may come to nobody', () => {
    const state = new OutgoingState(() => 0)
    state.finish(10_000, 0)
    expect(state.addresses.isBegun).toBe(false)
    expect(state.next(0)).toEqual({ do: 'begin' })
    expect(state.addresses).toEqual({ ...NOWHERE, isBegun: true })
    state.answered({ status: 0 }, 0)
    expect(state.addresses.isBegun).toBe(true)
  })

  it('made nothing where it was never asked, or refused', () => {
    const state = new OutgoingState(() => 0)
    state.finish(10_000, 0)
    state.next(0)
    state.unasked(0)
    expect(state.addresses.isBegun).toBe(false)
    state.next(0)
    state.answered({ status: 403, code: 'not-allowed' }, 0)
    expect(state.addresses.isBegun).toBe(false)
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
  const known = { upload: 'http://s/upload', clip: 'c', isBegun: true, isEnding: true }
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

describe('a server that will not say whether it has the end', () => {
  const sent = () => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: URL, isEnding: true })
    state.finish(10_000, 0)
    expect(state.next(0)).toEqual({ do: 'look', url: URL })
    return state
  }

  it('leaves it unknown', () => {
    const state = sent()
    state.answered({ status: 403, code: 'silenced' }, 0)
    expect([state.outcome.is, state.isEnding]).toEqual(['refused', true])
  })

  it('has none where it refuses the bytes', () => {
    const state = sent()
    state.answered({ status: 200, state: 'refused' }, 0)
    expect([state.outcome.is, state.isEnding]).toEqual(['refused', false])
  })

  it('has none where it refuses the very request that brings it', () => {
    const state = sent()
    state.answered({ status: 200, offsetBytes: 9_000, state: 'receiving' }, 0)
    expect(state.next(0)).toMatchObject({ do: 'append', lengthBytes: 10_000 })
    state.answered({ status: 403, code: 'silenced' }, 0)
    expect([state.outcome.is, state.isEnding]).toEqual(['refused', false])
  })
})

describe('an upload of the same message that holds something else', () => {
  const takenBack = (state: OutgoingState, url: string) => {
    expect(state.next(0)).toEqual({ do: 'take-back', url })
    expect(state.isEnding).toBe(false)
    state.answered({ status: 204 }, 0)
    expect(state.next(0)).toEqual({ do: 'begin' })
  }

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
    state.answered({ status: 201, location: 'http://s/old', offsetBytes: 10_000, state: 'stored', clip: 'c' }, 0)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })

  it('that is a message by now, and shorter than this one, is not it', () => {
    const state = new OutgoingState(() => 0)
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 201, location: 'http://s/old', offsetBytes: 700, state: 'stored', clip: 'c' }, 0)
    expect(state.outcome).toEqual({ is: 'outgrown' })
  })

  it('that is a message while this one is still being said is not it', () => {
    const state = new OutgoingState(() => 0)
    state.available(5_000)
    state.next(0)
    state.answered({ status: 201, location: 'http://s/old', offsetBytes: 5_000, state: 'received' }, 0)
    expect(state.outcome).toEqual({ is: 'outgrown' })
  })
})

describe('a recording of which the server has more than there is left of it here', () => {
  const found = (known: Addresses = { ...NOWHERE, upload: URL }) =>
    new OutgoingState(() => 0, known, { mayBeLess: true })
  const rest = { do: 'append', url: URL, from: 12_000, to: 12_000, lengthBytes: 12_000 }

  it('ends where the server has come to', () => {
    const state = found()
    state.finish(10_000, 0)
    expect(state.next(0)).toEqual({ do: 'look', url: URL })
    state.answered({ status: 200, offsetBytes: 12_000, state: 'receiving', clip: 'c' }, 0)
    expect(state.hasLess).toBe(true)
    expect(state.next(0)).toEqual(rest)
    state.answered({ status: 204, offsetBytes: 12_000, state: 'stored' }, 0)
    expect(state.outcome).toEqual({ is: 'stored', clip: 'c' })
  })

  it('ends there too where only the answer to its creation says so', () => {
    const state = found(NOWHERE)
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 201, location: URL, offsetBytes: 12_000, state: 'receiving' }, 0)
    expect(state.next(0)).toEqual(rest)
  })

  it('keeps it there while nobody has sent it', () => {
    const state = found()
    state.available(9_000)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 12_000, state: 'receiving' }, 0)
    expect(state.next(0)).toBeUndefined()
    state.finish(10_000, 0)
    expect(state.next(0)).toEqual(rest)
  })

  it('begins anew with what is here where the server will never get the rest that it was promised', () => {
    const state = found()
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 12_000, lengthBytes: 14_000, state: 'receiving' }, 0)
    expect(state.next(0)).toEqual({ do: 'take-back', url: URL })
  })

  it('begins anew with what is here where that ends within a page: once, and then it is refused', () => {
    const state = found()
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 12_000, state: 'receiving', clip: 'c' }, 0)
    expect(state.next(0)).toEqual(rest)
    state.answered({ status: 422, code: 'not-a-clip', state: 'refused' }, 0)
    expect([state.outcome.is, state.isEnding]).toEqual(['under-way', false])
    expect(state.next(0)).toEqual({ do: 'take-back', url: URL })
    state.answered({ status: 204 }, 0)
    expect(state.next(0)).toEqual({ do: 'begin' })
    state.answered({ status: 201, location: 'http://s/new', offsetBytes: 0, state: 'receiving', clip: 'd' }, 0)
    expect(state.next(0)).toMatchObject({ do: 'append', url: 'http://s/new', from: 0, lengthBytes: 10_000 })
    state.answered({ status: 422, code: 'not-a-clip', state: 'refused' }, 0)
    expect(state.outcome).toMatchObject({ is: 'refused', code: 'not-a-clip' })
  })

  it('is another one where it was gone on with since, or is a file: that is taken back', () => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: URL })
    state.finish(10_000, 0)
    state.next(0)
    state.answered({ status: 200, offsetBytes: 12_000, state: 'receiving' }, 0)
    expect(state.next(0)).toEqual({ do: 'take-back', url: URL })
  })
})

describe('a draft that was gone on with', () => {
  const goneOnWith = (sameBytes: number): OutgoingState => {
    const state = new OutgoingState(() => 0, { ...NOWHERE, upload: URL, isBegun: true, sameBytes }, { mayBeLess: true })
    state.available(30_000) // no line for a while
    expect(state.addresses.sameBytes).toBe(sameBytes)
    expect(state.next(0)).toEqual({ do: 'look', url: URL })
    state.answered({ status: 200, offsetBytes: 12_000, state: 'receiving', clip: 'c' }, 0)
    return state
  }

  it('goes on from what the server has of it', () => {
    const state = goneOnWith(12_000)
    expect(state.next(0)).toMatchObject({ do: 'append', from: 12_000, to: 30_000 })
    state.answered({ status: 204, offsetBytes: 30_000, state: 'receiving' }, 0)
    expect(state.addresses).toMatchObject({ upload: URL })
    expect(state.addresses).not.toHaveProperty('sameBytes')
  })

  it('is begun anew where the server has what a crash has taken here: that was said otherwise', () => {
    const state = goneOnWith(11_000)
    expect(state.next(0)).toEqual({ do: 'take-back', url: URL })
    state.answered({ status: 204 }, 0)
    expect(state.next(state.nextDeadlineMs() ?? 0)).toEqual({ do: 'begin' })
    expect(state.addresses).not.toHaveProperty('sameBytes')
  })
})
