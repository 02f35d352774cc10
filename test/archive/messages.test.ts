/** Voice messages in the Archive: who may send one, what is made of it, when one has burnt, what somebody has missed. */

import { describe, expect, it } from 'vitest'
import { BURN_GRACE_MS, goneAtMs, isBurntBy, isOver } from '../../src/archive/burning.ts'
import type { FinishedMessage } from '../../src/archive/message-answers.ts'
import { decideCount, decideUpload, storedMessage } from '../../src/archive/messages.ts'
import { unreadOf } from '../../src/archive/unread.ts'
import { MAX_ROOM_UPLOAD_BYTES, MAX_ROOM_UPLOADS, MAX_UPLOADS } from '../../src/protocol/limits.ts'
import type { Entry } from '../../src/protocol/room-message.ts'

const ADA = { person: 'ada', name: 'Ada' }
const BOB = { person: 'bob', name: 'Bob' }
const CLIP = 'Qm7c0vT3Rk2s9xYw1LdPzA'
const NOW_MS = 1_795_219_200_000
const DAY_MS = 86_400_000

const message = (change: Partial<FinishedMessage> = {}): FinishedMessage => ({
  upload: 'u'.repeat(22),
  clip: CLIP,
  by: ADA,
  facts: { recordedAtMs: null, waveform: null, replyTo: null, burnDays: null, ack: 'stored' },
  file: {
    startedAtMs: NOW_MS - 5_000,
    durationMs: 10_000,
    waveform: new Array(30).fill(9),
    bytes: 40_000,
    checksum: 'c',
    key: 'clips/ada/202611/x.opus',
  },
  ...change,
})

describe('who may begin an upload', () => {
  const facts = { role: 'speaker', silenced: false, unfinished: 0, room: { uploads: 0, bytes: 0 } } as const
  const wish = { kind: 'whole', bytes: 1_000 } as const

  it('is who may speak, is not muted by a moderator, and has not too many under way', () => {
    expect(decideUpload(facts, wish)).toBeUndefined()
    expect(decideUpload({ ...facts, role: 'listener' }, wish)).toBe('not-allowed')
    expect(decideUpload({ ...facts, silenced: true }, wish)).toBe('silenced')
    expect(decideUpload({ ...facts, unfinished: MAX_UPLOADS - 1 }, wish)).toBeUndefined()
    expect(decideUpload({ ...facts, unfinished: MAX_UPLOADS }, wish)).toBe('too-many-uploads')
    expect(decideUpload({ ...facts, unfinished: MAX_UPLOADS }, { kind: 'final', bytes: 0 })).toBeUndefined()
  })

  it('is whom the room has room for, beside what everybody has under way in it', () => {
    const among = (uploads: number, bytes: number) => decideUpload({ ...facts, room: { uploads, bytes } }, wish)
    expect(among(MAX_ROOM_UPLOADS - 1, MAX_ROOM_UPLOAD_BYTES - 1_000)).toBeUndefined()
    expect(among(MAX_ROOM_UPLOADS, 0)).toBe('room-uploads-full')
    expect(among(0, MAX_ROOM_UPLOAD_BYTES - 999)).toBe('room-uploads-full')
    const full = { ...facts, room: { uploads: MAX_ROOM_UPLOADS, bytes: MAX_ROOM_UPLOAD_BYTES } }
    expect(decideUpload(full, { kind: 'final', bytes: 0 })).toBeUndefined()
  })
})

describe('what an upload counts as', () => {
  const known = { kind: 'whole', bytes: 1_000, isDone: false } as const
  const room = { uploads: 9, bytes: MAX_ROOM_UPLOAD_BYTES }

  it('is as much as there is room for, beyond what it counts as already', () => {
    const wish = { kind: 'whole', bytes: 1_001 } as const
    expect(decideCount(known, { ...wish, bytes: 1_000 }, room)).toBeUndefined()
    expect(decideCount(known, wish, room)).toBe('room-uploads-full')
    expect(decideCount(known, wish, { ...room, bytes: room.bytes - 1 })).toBeUndefined()
    expect(decideCount({ ...known, isDone: true }, wish, room)).toBeUndefined()
  })

  it('is nothing of one that its room does not know, or knows as another kind', () => {
    const empty = { uploads: 0, bytes: 0 }
    expect(decideCount(undefined, { kind: 'whole', bytes: 0 }, empty)).toBe('unknown-upload')
    expect(decideCount(known, { kind: 'final', bytes: 0 }, empty)).toBe('unknown-upload')
    expect(decideCount({ ...known, kind: 'final', bytes: 0 }, { kind: 'whole', bytes: 0 }, empty)).toBe(
      'unknown-upload',
    )
  })
})

describe('a message that is stored', () => {
  it('[C43] is a clip of the outbox, with what its author said of it', () => {
    const replyTo = { clip: 'b0Zr7cXq2mTtO5uJ1nVdKw', atMs: 3_000 }
    const facts = { ...message().facts, replyTo, burnDays: 7 }
    const stored = storedMessage(message({ facts, forwarded: true }), NOW_MS)
    expect(stored).toMatchObject({ state: 'stored', dueAtMs: NOW_MS, sealed: true, made: { checksum: 'c' } })
    expect(stored.made?.clip).toEqual({
      id: CLIP,
      startedAtMs: NOW_MS - 5_000,
      durationMs: 10_000,
      waveform: new Array(30).fill(9),
      bytes: 40_000,
      continues: null,
      source: 'message',
      replyTo,
      burnsAtMs: NOW_MS + 7 * DAY_MS,
      forwarded: true,
    })
  })

  it('was never recorded in the future', () => {
    const file = { ...message().file, startedAtMs: NOW_MS + DAY_MS }
    expect(storedMessage(message({ file }), NOW_MS).made?.clip.startedAtMs).toBe(NOW_MS)
  })

  it('begins its days when it comes, whenever it was recorded', () => {
    expect(storedMessage(message(), NOW_MS).startedAtMs).toBe(NOW_MS)
  })
})

describe('a message that burns', () => {
  const facts = { ...message().facts, burnDays: 1 }
  const clip = storedMessage(message({ facts }), NOW_MS).made?.clip as NonNullable<
    ReturnType<typeof storedMessage>['made']
  >['clip']

  it('[C44] has been had by whoever heard nine tenths of it', () => {
    expect(isBurntBy(clip, 8_999)).toBe(false)
    expect(isBurntBy(clip, 9_000)).toBe(true)
    expect(isBurntBy(clip, null)).toBe(true)
    const { burnsAtMs: _, ...lasting } = clip
    expect(isBurntBy(lasting, null)).toBe(false)
  })

  it('is heard to its end by who is past that, and no more after', () => {
    expect(isOver(NOW_MS, NOW_MS + BURN_GRACE_MS - 1)).toBe(false)
    expect(isOver(NOW_MS, NOW_MS + BURN_GRACE_MS)).toBe(true)
  })

  it('is gone soon after the last has had it, and never later than was said', () => {
    expect(goneAtMs(NOW_MS + DAY_MS, NOW_MS)).toBe(NOW_MS + BURN_GRACE_MS)
    expect(goneAtMs(NOW_MS + 1, NOW_MS)).toBe(NOW_MS + 1)
  })
})

describe('what somebody has missed', () => {
  const text = (number: number, by = ADA): Entry => ({
    kind: 'text',
    number,
    atMs: NOW_MS + number,
    by,
    id: CLIP,
    text: 'Hello',
  })
  const clip = (number: number, id: string, by = ADA): Entry => {
    const { made } = storedMessage(message({ clip: id, by }), NOW_MS)
    return { kind: 'clip', number, atMs: NOW_MS + number, by, id, clip: made?.clip ?? null }
  }
  const reader = { person: 'bob', seenAtMs: NOW_MS + 1, hasHeard: (id: string) => id === 'heard' }

  it('is texts since they were there, and clips that they have not heard', () => {
    const entries = [text(1), text(2), text(3, BOB), clip(4, 'heard'), clip(5, 'new'), clip(6, 'own', BOB)]
    expect(unreadOf(entries, reader)).toEqual({ texts: 1, clips: 1, lastEntry: 6 })
  })

  it('is not what has been deleted, nor what moderators did', () => {
    const gone: Entry = { kind: 'clip', number: 7, atMs: NOW_MS + 7, by: ADA, id: 'gone', clip: null }
    const lock: Entry = { kind: 'moderation', number: 8, atMs: NOW_MS + 8, by: ADA, action: 'lock', target: null }
    expect(unreadOf([gone, lock], reader)).toEqual({ texts: 0, clips: 0, lastEntry: 8 })
    expect(unreadOf([], reader)).toEqual({ texts: 0, clips: 0, lastEntry: 0 })
  })

  it('is everything for somebody who has never been there', () => {
    expect(unreadOf([text(1), text(2)], { ...reader, seenAtMs: null })).toMatchObject({ texts: 2 })
  })
})
