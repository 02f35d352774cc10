/** What is remembered of a voice message beside its audio, over reloads and crashes (src/client/messages/state-slots.ts). */

import * as v from 'valibot'
import { BURN_DAYS, ClipMoment, Waveform } from '../../protocol/clip.ts'
import { ClientId, Count, PersonId, RoomId, TimeMs } from '../../protocol/fields.ts'
import { parseJson } from '../../protocol/json.ts'
import { NOWHERE } from './upload-steps.ts'

const Ack = v.picklist(['stored', 'indexed'])

/** What its author says of a message when they send it. */
export const SendOptions = v.object({
  /** The moment of a clip that it answers. */
  replyTo: v.optional(ClipMoment),
  /** It burns: each listener hears it once to its end, and after so many days nobody does, 1…30. */
  burnDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(BURN_DAYS.least), v.maxValue(BURN_DAYS.most))),
  /** How far it has to be before it counts as sent: never lost again (`stored`, unless said), or in the room's index. */
  ack: v.optional(Ack),
})
export type SendOptions = v.InferOutput<typeof SendOptions>

/**
 * `recording`: it is being said, or was when its page went; `kept`: its author has stopped and not sent it; `sending`: it goes
 * out, whenever there is a line; `refused`: the server will not have it; `discarded`: it goes in a moment.
 */
const Phase = v.picklist(['recording', 'kept', 'sending', 'refused', 'discarded'])
export type Phase = v.InferOutput<typeof Phase>

const Address = v.nullable(v.string())

export const MessageRecord = v.object({
  message: ClientId,
  /** The server knows it by this id, having a message of the other that ended before this one does. */
  sentAs: v.exactOptional(ClientId),
  room: RoomId,
  /** Whose it is: the `sub` of the token that it goes out with. null: a version that did not ask has left it. */
  person: v.optional(v.nullable(PersonId), null),
  recordedAtMs: TimeMs,
  /** A file of somebody's, whose pages are not ours to cut; else recorded here. */
  isFile: v.boolean(),
  /** As it is called, where it is. */
  fileName: v.exactOptional(v.string()),
  trim: v.boolean(),
  phase: Phase,
  /** Since when. */
  phaseAtMs: TimeMs,
  options: SendOptions,
  /** What the others call its author. */
  name: v.string(),
  /** Of a file, as far as it is known. */
  durationMs: v.nullable(Count),
  waveform: v.nullable(Waveform),
  /** Those of a version that uploaded otherwise are of no use: it is begun anew, and by its id it is still one message. */
  addresses: v.fallback(
    v.object({
      upload: Address,
      clip: Address,
      isBegun: v.optional(v.boolean(), false),
      isEnding: v.boolean(),
      sameBytes: v.exactOptional(Count),
    }),
    NOWHERE,
  ),
  /** Why it was refused, in the API's words. */
  refusal: v.nullable(v.object({ status: Count, code: v.nullable(v.string()) })),
})
export type MessageRecord = v.InferOutput<typeof MessageRecord>

/** undefined: it is none, or one of a version to come. */
export function readRecord(text: string | undefined): MessageRecord | undefined {
  const record = v.safeParse(MessageRecord, parseJson(text ?? ''))
  return record.success ? record.output : undefined
}

/**
 * Nobody else hears it or sends it. What names nobody is the device's: most devices have one user, who would lose it. It is
 * theirs who sends it, and goes out by nobody's token before.
 */
export const isOf = (person: string, record: MessageRecord): boolean =>
  record.person === person || record.person === null

/** As the person who takes it up has it: what an earlier visit broke off is a draft, and so is what nobody has sent. */
export function takenUpBy(person: string, record: MessageRecord): MessageRecord {
  const isDraft = record.phase === 'recording' || (record.phase === 'sending' && record.person === null)
  return { ...record, person: record.person ?? person, phase: isDraft ? 'kept' : record.phase }
}

/** What Upload-Metadata says of a finished message. */
export function factsOf({ recordedAtMs, options, name }: MessageRecord, waveform: readonly number[] | null) {
  const { replyTo, burnDays, ack } = options
  return {
    filetype: 'audio/ogg',
    recorded: String(recordedAtMs),
    name,
    ...(waveform === null ? {} : { waveform: waveform.join(',') }),
    ...(replyTo === undefined ? {} : { reply: `${replyTo.clip}@${replyTo.atMs}` }),
    ...(burnDays === undefined ? {} : { burn: String(burnDays) }),
    ...(ack === undefined ? {} : { ack }),
  }
}
