/** The way of an upload through its states, with the time as an argument. */

import { describe, expect, it } from 'vitest'
import { EMPTY_UPLOAD_LIFE_MS, MAX_UPLOAD_LIFE_MS, UPLOAD_LIFE_MS } from '../../src/protocol/limits.ts'
import {
  ANNOUNCED_LIFE_MS,
  beginUpload,
  failed,
  fed,
  grown,
  handedOver,
  isAnswered,
  isDeadly,
  isExpired,
  isRevocable,
  MAX_CRASHES,
  nextAtMs,
  refused,
  told,
  tried,
  viewOf,
  wanted,
  written,
} from '../../src/tus/stored-upload.ts'
import type { NewUpload } from '../../src/tus/upload.ts'

const NEW: NewUpload = {
  upload: 'u',
  room: 'r',
  by: { person: 'ada', name: 'Ada' },
  role: 'speaker',
  clip: 'c',
  kind: 'whole',
  parts: [],
  lengthBytes: 100,
  concat: '',
  metadata: '',
  facts: { recordedAtMs: null, waveform: null, replyTo: null, burnDays: null, ack: 'stored' },
}
const FILE = { startedAtMs: 0, durationMs: 1, waveform: [], bytes: 100, checksum: '', key: 'k' }

describe('an upload', () => {
  it('[U7] lives for an hour before its first byte, whatever is said of it, and for three days behind that', () => {
    const begun = beginUpload({ ...NEW, lengthBytes: null }, null, 1_000)
    expect(nextAtMs(begun)).toBe(1_000 + EMPTY_UPLOAD_LIFE_MS)
    expect(nextAtMs(told(begun, { lengthBytes: 100, words: null }, 2_000))).toBe(1_000 + EMPTY_UPLOAD_LIFE_MS)
    expect(viewOf(fed(begun, 2_000))).toMatchObject({ offsetBytes: 0, expiresAtMs: 2_000 + UPLOAD_LIFE_MS })
  })

  it('lives for three days behind its last byte, and is due when it has them all', () => {
    const begun = beginUpload(NEW, null, 1_000)
    expect(begun.state).toBe('receiving')
    const half = grown(begun, 50, 2_000)
    expect([nextAtMs(half), half.state]).toEqual([2_000 + UPLOAD_LIFE_MS, 'receiving'])
    expect(grown(half, 50, 9_000)).toEqual(half)
    const whole = grown(half, 100, 3_000)
    expect([nextAtMs(whole), whole.state]).toEqual([3_000, 'received'])
  })

  it('lives for seven days in all, however often bytes come', () => {
    let upload = beginUpload(NEW, null, 1_000)
    for (let day = 1; day <= 6; day += 1) upload = grown(upload, day, 1_000 + day * 86_400_000)
    expect(nextAtMs(upload)).toBe(1_000 + MAX_UPLOAD_LIFE_MS)
    expect(isExpired(grown(upload, 7, MAX_UPLOAD_LIFE_MS), 1_000 + MAX_UPLOAD_LIFE_MS)).toBe(true)
  })

  it('that is a part stays while a final one tries to join it, for three days more at the most', () => {
    const part = grown(beginUpload({ ...NEW, kind: 'partial' }, null, 0), 100, 0)
    expect(nextAtMs(wanted(part, 5_000))).toBe(5_000 + UPLOAD_LIFE_MS)
    expect(nextAtMs(wanted(part, 9 * 86_400_000))).toBe(MAX_UPLOAD_LIFE_MS + UPLOAD_LIFE_MS)
  })

  it('that is complete outlives its time, since it is on its way, but not as a part', () => {
    const whole = { ...grown(beginUpload(NEW, null, 0), 100, 0), dueAtMs: null }
    expect(isExpired(whole, UPLOAD_LIFE_MS)).toBe(false)
    const part = grown(beginUpload({ ...NEW, kind: 'partial' }, null, 0), 100, 0)
    expect([part.dueAtMs, isAnswered(part), isExpired(part, UPLOAD_LIFE_MS)]).toEqual([null, true, true])
  })

  it('was recorded when its author says, but never later than it was made', () => {
    const said = (recordedAtMs: number | null) =>
      beginUpload({ ...NEW, facts: { ...NEW.facts, recordedAtMs } }, null, 1_000).startedAtMs
    expect([said(7), said(5_000), said(null)]).toEqual([7, 1_000, 1_000])
  })

  it('[U14] is what is said of it with its bytes, in place of what was said before', () => {
    const begun = beginUpload({ ...NEW, lengthBytes: null }, null, 1_000)
    expect(told(begun, { lengthBytes: 100, words: null }, 2_000)).toEqual({ ...begun, lengthBytes: 100 })
    const facts = { ...NEW.facts, recordedAtMs: 9_000, burnDays: 3 }
    const words = { metadata: 'burn Mw==', facts, name: null }
    const said = told(begun, { lengthBytes: null, words }, 2_000)
    expect(said).toEqual({ ...begun, metadata: 'burn Mw==', facts, startedAtMs: 2_000 })
    expect(told(said, { lengthBytes: null, words: { ...words, name: 'Ada L.' } }, 9).by.name).toBe('Ada L.')
  })

  it('that joins others has all bytes from the start, and an offset once it is written', () => {
    const final = beginUpload({ ...NEW, kind: 'final', lengthBytes: null }, 100, 0)
    expect(viewOf(final)).toMatchObject({ state: 'received', lengthBytes: 100, offsetBytes: 0 })
    expect(viewOf(written(final, FILE, 0))).toMatchObject({ state: 'received', offsetBytes: 100 })
  })

  it('is answered where its sender said, and can be taken back until it is written', () => {
    const received = grown(beginUpload(NEW, null, 0), 100, 0)
    const inR2 = written(received, FILE, 0)
    const stored = handedOver(inR2, { state: 'stored', entry: null }, 0)
    const announced = handedOver(stored, { state: 'announced', entry: 3 }, 0)
    const states = [received, inR2, stored, announced, refused(received, 'no-sound', 0)]
    expect(states.map(isAnswered)).toEqual([false, false, true, true, true])
    expect(states.map(isRevocable)).toEqual([true, false, false, false, true])
    const indexed = { ...stored, facts: { ...NEW.facts, ack: 'indexed' as const } }
    expect(isAnswered(indexed)).toBe(false)
    expect(nextAtMs(announced)).toBe(ANNOUNCED_LIFE_MS)
    expect(viewOf(announced)).toMatchObject({ state: 'announced', entry: 3 })
  })

  it('that is refused goes when its time is over, and not before what it began is cleared away', () => {
    const just = refused(grown(beginUpload(NEW, null, 0), 100, 0), 'no-sound', 0)
    expect(isExpired(just, UPLOAD_LIFE_MS)).toBe(false)
    expect(isExpired({ ...just, dueAtMs: null }, UPLOAD_LIFE_MS)).toBe(true)
  })

  it('counts an attempt before it is made, and forgets them when a step is taken', () => {
    const received = grown(beginUpload(NEW, null, 0), 100, 0)
    const twice = tried(tried(received, 500, 10), 900, 600)
    expect(twice).toMatchObject({ attempts: 2, failingSinceMs: 10, dueAtMs: 900 })
    expect(written(twice, FILE, 950)).toMatchObject({ attempts: 0, failingSinceMs: null, dueAtMs: 950 })
  })

  it('that takes its object down again and again waits for an hour, and is given up after a week', () => {
    let upload = grown(beginUpload(NEW, null, 0), 100, 0)
    const waits = new Map<number, number>()
    for (let nowMs = 0; !isDeadly(upload); nowMs = upload.dueAtMs ?? 0) {
      upload = tried(upload, nowMs + 1_000, nowMs)
      const waitMs = (upload.dueAtMs ?? 0) - nowMs
      waits.set(waitMs, (waits.get(waitMs) ?? 0) + 1)
    }
    expect([...waits]).toEqual([
      [1_000, 12],
      [3_600_000, 7 * 24],
    ])
    expect(upload.crashes).toBe(MAX_CRASHES)
    expect(isDeadly(written(upload, FILE, 0))).toBe(false)
  })

  it('that fails for what is out of reach is tried again as soon, and for ever', () => {
    let upload = grown(beginUpload(NEW, null, 0), 100, 0)
    for (let nowMs = 0; nowMs < 99; nowMs += 1) {
      upload = failed(tried(upload, nowMs + 1, nowMs), nowMs + 1)
      expect(upload.dueAtMs).toBe(nowMs + 1)
    }
    expect([upload.attempts, upload.crashes, isDeadly(upload)]).toEqual([99, 0, false])
  })
})
