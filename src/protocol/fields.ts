/**
 * The fields that messages and routes share: identifiers, names, text, roles. One schema each; limits stand beside them.
 * A length is counted in UTF-16 code units, as JavaScript, Java and C# count it.
 */

import * as v from 'valibot'
import { MAX_SLOT, MAX_SPEAKER } from './packet.ts'

export const MAX_NAME_LENGTH = 64
/** Who has never said what they are called. */
export const UNNAMED = 'Guest'
export const MAX_TEXT_LENGTH = 4_000
/** An SDP offer with a dozen candidates is 3–6 kB; with its envelope a signal still fits one control message. */
export const MAX_SIGNAL_LENGTH = 12_288

/**
 * C0 and C1 control characters have no place in a name or an id, and as JSON escapes they grow sixfold. Embeddings and
 * overrides of the bidirectional algorithm (UAX #9) would reach beyond the name into the sentence that it stands in.
 */
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
/** Something to see: a name of spaces and zero-width characters alone is none. */
const VISIBLE = /[^\p{Z}\p{Cf}]/u
/** In text, line feed and tab are fine. */
const CONTROL_CHARACTERS_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
/** 128 random bits in base64url (RFC 4648 §5), without padding. */
const RANDOM_128_BITS = /^[A-Za-z0-9_-]{22}$/

export const random128Bits = (what: string) =>
  v.pipe(v.string(), v.regex(RANDOM_128_BITS, `${what} is 22 base64url characters.`))

export const RoomId = random128Bits('A room id')
export const SessionId = random128Bits('A session id')
/** A client's own id for something it asks to be stored; sending it again is the same thing, not a second one. */
export const ClientId = random128Bits('A client id')
/** The secret of an invite link. */
export const LinkSecret = random128Bits('A link secret')

const isWellFormed = (value: string) => !LONE_SURROGATE.test(value)
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const isClean = (value: string) => isWellFormed(value) && !CONTROL_CHARACTERS.test(value)

export const Name = v.pipe(
  v.string(),
  v.check(isClean, 'A name holds no control characters and no lone surrogates.'),
  v.trim(),
  v.regex(VISIBLE, 'A name is not empty.'),
  v.maxLength(MAX_NAME_LENGTH, `A name has at most ${MAX_NAME_LENGTH} characters.`),
)

export const Text = v.pipe(
  v.string(),
  v.minLength(1, 'A message is not empty.'),
  v.maxLength(MAX_TEXT_LENGTH, `A message has at most ${MAX_TEXT_LENGTH} characters.`),
  v.check(
    (value) => isWellFormed(value) && !CONTROL_CHARACTERS_IN_TEXT.test(value),
    'A message holds no control characters but line feed and tab, and no lone surrogates.',
  ),
)

export const MemberNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SPEAKER))
/** Numbers of the log run from 1; 0 stands for "none yet". */
export const EntryNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
export const Slot = v.pipe(Count, v.maxValue(MAX_SLOT))
export const TimeMs = v.pipe(v.number(), v.integer(), v.minValue(0))

/** How many members of a room may be heard at a time: more voices at once than these, nobody can follow. */
export const MAX_SPEAKERS = { least: 1, most: 16, unlessSaid: 4 } as const
export const MaxSpeakers = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(MAX_SPEAKERS.least),
  v.maxValue(MAX_SPEAKERS.most),
)

/** Whom a name belongs to: the token's `sub`, the same in every session of that person. */
export const PersonId = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(128),
  v.check(isClean, 'A person holds no control characters and no lone surrogates.'),
)

export const Person = v.object({ person: PersonId, name: Name })
export type Person = v.InferOutput<typeof Person>
