/**
 * A talk on its way to being a clip, as the Archive stores it, and the one way through its states. Pure.
 */

import type { Clip } from '../protocol/clip.ts'
import type { Person } from '../protocol/fields.ts'
import { SLOT_MS } from '../protocol/packet.ts'
import type { Entry, OpenTalk } from '../protocol/room-message.ts'
import type { ClipDetails, Listener, OutboxFailure, OutboxItem, Receipt } from './clip-answers.ts'
import type { Talk } from './talk-intake.ts'

/**
 * `open` takes packets; `sealed` takes none; `stored` is in R2; `indexed` is in D1; `announced` is in the log, and done.
 * `forgetting` is deleted for everybody, and copies may be left in R2 and D1; `forgotten` is gone everywhere.
 */
export type TalkState = 'open' | 'sealed' | 'stored' | 'indexed' | 'announced' | 'forgetting' | 'forgotten'

export interface StoredTalk extends Talk {
  session: string
  by: Person
  member: number
  state: TalkState
  /** When it was said, or a message came: from when on the room's days count. */
  startedAtMs: number
  /** When it last took a packet. */
  arrivedAtMs: number
  /** When its next step is to be taken; null: none is, or none any more. */
  dueAtMs: number | null
  attempts: number
  failingSinceMs: number | null
  failure: OutboxFailure | null
  /** From `stored` on. */
  made: MadeClip | null
  /** Number of its entry in the log. */
  entry: number | null
  /** Once it has been deleted. */
  receipt: Receipt | null
}

/** The finished file. */
export interface MadeClip {
  clip: Clip
  /** SHA-256, in base64url. */
  checksum: string
  key: string
}

/** A talk that has just begun, of this session. */
export function beginTalk(
  talk: Talk,
  speaker: Pick<StoredTalk, 'session' | 'by' | 'member'>,
  sessionBeganAtMs: number,
  nowMs: number,
): StoredTalk {
  return {
    ...talk,
    ...speaker,
    state: 'open',
    // A slot that somebody made up lies in no future: such a clip would outlive all others.
    startedAtMs: Math.min(nowMs, Math.round(sessionBeganAtMs + talk.firstSlot * SLOT_MS)),
    arrivedAtMs: 0,
    dueAtMs: null,
    attempts: 0,
    failingSinceMs: null,
    failure: null,
    made: null,
    entry: null,
    receipt: null,
  }
}

/** The step that each state waits for; undefined: none. */
export const STEP_AFTER = {
  open: 'seal',
  sealed: 'store',
  stored: 'index',
  indexed: 'announce',
  announced: undefined,
  forgetting: 'erase',
  forgotten: undefined,
} as const satisfies Record<TalkState, string | undefined>

/** What is told of a step that failed. */
export const FAILURE_OF = {
  store: 'storage',
  index: 'index',
  erase: 'storage',
} as const satisfies Record<string, OutboxFailure>

export const openTalkOf = ({ clip, member, by, startedAtMs }: StoredTalk): OpenTalk => ({
  clip,
  member,
  by,
  startedAtMs,
})

export const durationSoFarMs = ({ firstSlot, endSlot }: Talk): number => (endSlot - firstSlot) * SLOT_MS

export const isForgotten = ({ state }: StoredTalk): boolean => state === 'forgetting' || state === 'forgotten'

export function outboxItemOf(talk: StoredTalk): OutboxItem {
  const { clip, by, startedAtMs, state, attempts, dueAtMs, failure } = talk
  const shown = state === 'open' || state === 'sealed' || state === 'stored' ? state : 'indexed'
  const durationMs = talk.made?.clip.durationMs ?? durationSoFarMs(talk)
  return { clip, by, startedAtMs, durationMs, state: shown, attempts, nextAttemptAtMs: dueAtMs, failure }
}

/** Its author made it alone and sent it: nobody has been waiting for it since it was said. */
export const isMessage = ({ made }: StoredTalk): boolean => made?.clip.source === 'message'

/** Everything that may be told of a talk that has not been forgotten. `waveform`: as far as it goes, when it is no clip yet. */
export function detailsOf(talk: StoredTalk, room: string, waveform: number[], heardBy: Listener[]): ClipDetails {
  const { clip: id, startedAtMs, continues, by, made, state } = talk
  const sofar = { id, startedAtMs, durationMs: durationSoFarMs(talk), waveform, bytes: 0, continues }
  const shown = talk.entry !== null ? 'ready' : state === 'open' ? 'live' : 'storing'
  return { ...(made?.clip ?? sofar), room, by, state: shown, checksum: made?.checksum ?? null, heardBy }
}

/** The line of the log that tells of a finished clip. */
export function clipEntry({ clip: id, by, made }: StoredTalk, number: number, atMs: number): Entry {
  return { kind: 'clip', number, atMs, by, id, clip: made?.clip ?? null }
}

export const forgottenEntry = (clips: string[], by: Person | null, number: number, atMs: number): Entry => ({
  kind: 'forgotten',
  number,
  atMs,
  by,
  clips,
})

/** Who a talk is by once nothing is left of it but the receipt. */
export const NOBODY: Person = { person: '', name: '' }

/** What is left of a talk that is forgotten: which slots it had, so that nothing brings it back, and the receipt. */
export function forgottenTalk(talk: StoredTalk, by: Person | null, room: string, nowMs: number): StoredTalk {
  const receipt = { clip: talk.clip, room, forgottenAtMs: nowMs, by, complete: false }
  const runs = [[talk.firstSlot, talk.endSlot, true]] as const // its gaps too: nothing that fills one is taken
  const settled = { attempts: 0, failingSinceMs: null, failure: null }
  return { ...talk, ...settled, runs, state: 'forgetting', sealed: true, dueAtMs: nowMs, receipt }
}

/** The same line when the clip is no more. */
export const emptiedEntry = (entry: Entry): Entry => (entry.kind === 'clip' ? { ...entry, clip: null } : entry)
