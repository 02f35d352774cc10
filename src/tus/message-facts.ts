/**
 * What the sender of a voice message says of it in Upload-Metadata (docs/protocol.md, U12). Keys that are not ours mean
 * nothing; a value of ours that cannot be meant is refused, but for the picture, which the packets have too.
 */

import * as v from 'valibot'
import { BURN_DAYS, ClipId, type ClipMoment, WAVEFORM } from '../protocol/clip.ts'
import { ClientId, Name } from '../protocol/fields.ts'
import { type Metadata, readMetadata, textOf } from './metadata.ts'
import { type Faulty, readCount, type TusFault } from './protocol.ts'
import type { MessageAck, MessageFacts, MessageWords } from './upload.ts'

export interface MessageWishes {
  facts: MessageFacts
  /** The sender's own id of the message. */
  message: string | null
  /** The name to show, where the token fixes none. */
  name: string | null
}

/** Upload-Metadata as a request has it; undefined: it has none, which says nothing. */
export function readWords(
  header: string | undefined,
): { ok: true; words: MessageWords & MessageWishes } | Faulty<TusFault | 'not-a-clip-type'> {
  const metadata = readMetadata(header)
  if (metadata === undefined) return { ok: false, reason: 'wrong-metadata' }
  const wishes = readWishes(metadata)
  if (!wishes.ok) return wishes
  const { facts, message, name } = wishes
  return { ok: true, words: { facts, message, name, metadata: header?.trim() ?? '' } }
}

/** The types under which Ogg Opus goes (RFC 7845 §9, RFC 5334 §4), and the one that some write for it. */
const CLIP_TYPE = /^(?:audio\/ogg|audio\/opus|application\/ogg)\s*(?:;|$)/i

export function readWishes(metadata: Metadata): ({ ok: true } & MessageWishes) | Faulty<TusFault | 'not-a-clip-type'> {
  const text = (key: string) => (metadata.get(key)?.length ? (textOf(metadata, key) ?? NO_TEXT) : undefined)
  const type = text('filetype')
  if (type !== undefined && !CLIP_TYPE.test(type.trim())) return { ok: false, reason: 'not-a-clip-type' }
  const message = read(text('message'), (value) => (v.is(ClientId, value) ? value : undefined))
  const name = read(shownName(text), (value) => parsedName(value))
  const recordedAtMs = read(text('recorded'), readCount)
  const replyTo = read(text('reply'), readMoment)
  const burnDays = read(text('burn'), readBurnDays)
  const ack = read(text('ack'), readAck)
  if (message === undefined) return { ok: false, reason: 'wrong-message' }
  if (name === undefined) return { ok: false, reason: 'wrong-name' }
  if (recordedAtMs === undefined) return { ok: false, reason: 'wrong-recorded' }
  if (replyTo === undefined) return { ok: false, reason: 'wrong-reply' }
  if (burnDays === undefined) return { ok: false, reason: 'wrong-burn' }
  if (ack === undefined) return { ok: false, reason: 'wrong-ack' }
  const waveform = readWaveform(text('waveform'))
  const facts = { recordedAtMs, waveform, replyTo, burnDays, ack: ack ?? 'stored' }
  return { ok: true, facts, message, name }
}

/** Stands for a value that is no UTF-8: no schema takes it. */
const NO_TEXT = '\u0000'

/** Null: nothing is said. Undefined: what is said cannot be meant. */
function read<T>(text: string | undefined, reader: (text: string) => T | undefined): T | null | undefined {
  return text === undefined ? null : reader(text)
}

/** Uppy sends a file's name as `name`, and the same as `filename`: that is nobody's. */
function shownName(text: (key: string) => string | undefined): string | undefined {
  const name = text('name')
  return name === text('filename') ? undefined : name
}

function parsedName(value: string): string | undefined {
  const parsed = v.safeParse(Name, value)
  return parsed.success ? parsed.output : undefined
}

function readMoment(value: string): ClipMoment | undefined {
  const [clip = '', at, ...more] = value.split('@')
  const atMs = readCount(at)
  return v.is(ClipId, clip) && atMs !== undefined && more.length === 0 ? { clip, atMs } : undefined
}

function readBurnDays(value: string): number | undefined {
  const days = readCount(value)
  return days !== undefined && days >= BURN_DAYS.least && days <= BURN_DAYS.most ? days : undefined
}

const readAck = (value: string): MessageAck | undefined =>
  value === 'stored' || value === 'indexed' ? value : undefined

/** Null: there is none, or none to draw. */
function readWaveform(value: string | undefined): number[] | null {
  const heights = (value ?? '').split(',').map(readCount)
  const fits = (height: number | undefined): height is number => height !== undefined && height <= WAVEFORM.loudest
  if (heights.length < WAVEFORM.least || heights.length > WAVEFORM.most || !heights.every(fits)) return null
  return heights
}
