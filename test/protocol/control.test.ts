/** Control messages against docs/protocol.md section 4: what is read, what is refused, and that lists fit. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClientMessage } from '../../src/protocol/client-message.ts'
import { closeReason } from '../../src/protocol/close-codes.ts'
import { runsThatFit, utf8Bytes } from '../../src/protocol/control-size.ts'
import { readOffer } from '../../src/protocol/handshake.ts'
import { MAX_CONTROL_BYTES } from '../../src/protocol/limits.ts'
import { type MemberView, readRoomMessage } from '../../src/protocol/room-message.ts'

const ID = '0nG3u2yQSr2s1zQm0mYb4A'
const hello = {
  type: 'hello',
  session: ID,
  name: 'Ada',
  muted: false,
  deafened: false,
  keep: false,
  aside: false,
  after: 0,
}
const reception = { member: 7, slot: 1_200, received: 98, lost: 2 }
const read = (value: unknown) => readClientMessage(JSON.stringify(value))

describe('reading a client', () => {
  it.each([
    hello,
    { type: 'state', muted: true },
    { type: 'say', id: ID, text: 'Grüße 你好 👋\n\tnext line' },
    { type: 'signal', to: 7, data: '{}' },
    { type: 'moderate', id: ID, action: 'remove', member: 7 },
    { type: 'moderate', id: ID, action: 'lock' },
    { type: 'moderate', id: ID, action: 'keep', days: 30 },
    { type: 'moderate', id: ID, action: 'keep', days: null },
    { type: 'moderate', id: ID, action: 'unkeep' },
    { type: 'state', keep: true },
    { type: 'roster', after: 0 },
    { type: 'report', speakers: [{ member: 7, slot: 1_200, received: 98, lost: 2 }] },
    { type: 'report', speakers: [] },
    { type: 'leave' },
  ])('reads $type', (message) => {
    expect(read(message)).toEqual({ ok: true, message })
  })

  it('[C6] drops fields that it does not know', () => {
    expect(read({ ...hello, colour: 'blue' })).toEqual({ ok: true, message: hello })
  })

  it('[K1] takes whoever says nothing of being kept for not agreeing', () => {
    const { keep: _, ...silent } = hello
    expect(read(silent)).toEqual({ ok: true, message: { ...hello, keep: false } })
  })

  it('[C8] trims a name', () => {
    expect(read({ ...hello, name: '  Ada ' })).toEqual({ ok: true, message: hello })
  })

  it.each(['{', '', 'ping pong', '"\\ud800'])('[C5] %j is not JSON', (text) => {
    expect(readClientMessage(text)).toEqual({ ok: false, reason: 'not-json' })
  })

  it.each(['null', '7', '[]', '{}', '{"type":7}', '"hello"'])('[C5] %s is no message', (text) => {
    expect(readClientMessage(text)).toEqual({ ok: false, reason: 'not-a-message' })
  })

  it.each(['weather', 'pace', 'toString', '__proto__', 'constructor'])('[C6] %s is an unknown type', (type) => {
    expect(readClientMessage(`{"type":"${type}"}`)).toEqual({ ok: false, reason: 'unknown-type' })
  })

  it.each([
    ['session', { ...hello, session: 'short' }],
    ['name', { ...hello, name: '   ' }],
    ['name', { ...hello, name: 'a'.repeat(65) }],
    ['name', { ...hello, name: 'a\u0007b' }],
    ['name', { ...hello, name: '\ud800' }],
    ['name', { ...hello, name: '\u200b\u200d' }],
    ['name', { ...hello, name: 'Ada\u202eevil' }],
    ['muted', { ...hello, muted: 'no' }],
    ['after', { ...hello, after: -1 }],
    ['text', { type: 'say', id: ID, text: '' }],
    ['text', { type: 'say', id: ID, text: 'a'.repeat(4_001) }],
    ['text', { type: 'say', id: ID, text: '\u0000' }],
    ['to', { type: 'signal', to: 0, data: '' }],
    ['to', { type: 'signal', to: 65_536, data: '' }],
    ['data', { type: 'signal', to: 1, data: 'a'.repeat(12_289) }],
    ['member', { type: 'moderate', id: ID, action: 'remove' }],
    ['action', { type: 'moderate', id: ID, action: 'promote', member: 7 }],
    ['days', { type: 'moderate', id: ID, action: 'keep', days: 0 }],
    ['days', { type: 'moderate', id: ID, action: 'keep' }],
    ['keep', { ...hello, keep: 'yes' }],
    ['after', { type: 'roster' }],
    ['speakers', { type: 'report' }],
    ['speakers', { type: 'report', speakers: Array.from({ length: 65 }, () => reception) }],
    ['speakers.0.slot', { type: 'report', speakers: [{ ...reception, slot: 2 ** 32 }] }],
    ['speakers.0.lost', { type: 'report', speakers: [{ ...reception, lost: -1 }] }],
  ])('[C6] names the field %s when it is wrong', (field, message) => {
    const reading = read(message)
    expect(reading).toMatchObject({ ok: false, reason: 'invalid' })
    expect(!reading.ok && 'sentence' in reading && reading.sentence).toContain(`${field}: `)
  })

  it('[C22] quotes nothing of what it was sent', () => {
    const reading = read({ ...hello, muted: '漢'.repeat(3_000) })
    expect(!reading.ok && 'sentence' in reading && reading.sentence).toBe('muted: Expected boolean.')
  })

  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readClientMessage(text)))
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readRoomMessage(text)))
  })
})

describe('reading a room', () => {
  it('[C18] keeps the number of an entry whose kind it does not know', () => {
    const entries = [{ kind: 'hologram', number: 5, atMs: 1, size: 3 }]
    expect(readRoomMessage(JSON.stringify({ type: 'entry', entries }))).toEqual({
      type: 'entry',
      entries: [{ kind: 'unknown', number: 5, atMs: 1 }],
    })
  })

  it('[C6] ignores a type that it does not know', () => {
    expect(readRoomMessage('{"type":"weather"}')).toBeUndefined()
  })
})

describe('[C7] lists', () => {
  const member: fc.Arbitrary<MemberView> = fc.record({
    member: fc.integer({ min: 1, max: 65_535 }),
    person: fc.string({ minLength: 1, maxLength: 128 }),
    name: fc.string({ minLength: 1, maxLength: 64, unit: 'binary' }),
    role: fc.constantFrom('owner' as const, 'speaker' as const),
    muted: fc.boolean(),
    deafened: fc.boolean(),
    keep: fc.boolean(),
    silenced: fc.boolean(),
    handRaisedAtMs: fc.option(fc.nat()),
    aside: fc.boolean(),
    reconnecting: fc.boolean(),
  })

  it('fit, in order, with nothing lost', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 200 }), (members) => {
        const runs = runsThatFit(members)
        expect(runs.flat()).toEqual(members)
        for (const run of runs) {
          const bytes = Buffer.byteLength(JSON.stringify({ type: 'joined', members: run }))
          expect(bytes).toBeLessThanOrEqual(MAX_CONTROL_BYTES)
          expect(run.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('count UTF-8 as an encoder does', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => utf8Bytes(text) === Buffer.byteLength(text)))
  })

  it('[C10] the longest text fits one entry message', () => {
    const worst = ['"', '\n', '\u4f60', '\u{1f44b}'].map((unit) => unit.repeat(4_000 / unit.length))
    for (const text of worst) {
      const entry = { kind: 'text', number: 2 ** 53 - 1, atMs: 2 ** 53 - 1, by: longestPerson, id: ID, text }
      expect(Buffer.byteLength(JSON.stringify({ type: 'entry', entries: [entry] }))).toBeLessThanOrEqual(
        MAX_CONTROL_BYTES,
      )
    }
  })
})

const longestPerson = { person: 'p'.repeat(128), name: '\u4f60'.repeat(64) }

describe('[R1] the reason of a close', () => {
  it('is cut to what its frame carries, between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (reason) => {
        const cut = closeReason(reason)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(123)
        expect(reason.startsWith(cut)).toBe(true)
        if (Buffer.byteLength(reason) <= 123) expect(cut).toBe(reason)
      }),
    )
    expect(closeReason('漢'.repeat(50))).toBe('漢'.repeat(41))
  })
})

describe('[C2] the offer', () => {
  it.each([
    ['earshot.v1, token.abc.def', { supported: true, token: 'abc.def' }],
    ['token.a,earshot.v1', { supported: true, token: 'a' }],
    ['earshot.v1', { supported: true, token: undefined }],
    ['earshot.v1, token.a, token.b', { supported: true, token: undefined }],
    ['mqtt', { supported: false, token: undefined }],
    [null, { supported: false, token: undefined }],
  ])('%j', (header, offer) => {
    expect(readOffer(header)).toEqual(offer)
  })
})
