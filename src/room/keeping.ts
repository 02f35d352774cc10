/**
 * Talk that is to be kept, on its way from the members who agree to the Archive: what each has said since the last
 * batch, shipped once a second and at once when a talk ends. A batch is confirmed to its speaker when the Archive has
 * stored it, by itself [C34]; one that could not be stored is gone here, and still with its speaker [K3]. Pure.
 *
 * Next: durable-objects/archive.ts
 */

import type { KeptSlots } from '../archive/spooling.ts'
import { joinBytes } from '../protocol/join-bytes.ts'
import { MAX_UNCONFIRMED_BYTES } from '../protocol/limits.ts'
import { behind, isTalkEndAt, isTalkStartAt, slotAt, viewOf } from '../protocol/packet.ts'
import { type Effect, NOTHING, tell } from './effect.ts'
import type { Profile } from './member.ts'

/** A crash costs nobody more than this much to send again, and a row of the Archive holds about as much. */
const BATCH_MS = 1_000
/** The first batch of a talk is short: the others see at once that it is being kept. */
const FIRST_BATCH_MS = 300

interface Batch {
  /** As they are stamped and forwarded; the room does not change them any more. */
  messages: Uint8Array[]
  bytes: number
  from: number
  to: number
  dueAtMs: number
  arrivedAtMs: number
}

interface Speaker {
  profile: Profile
  /** What waits to be shipped. */
  batch: Batch | undefined
  /** Something of the talk that is open has been shipped. */
  hasBegun: boolean
  /** Shipped, and not answered yet. */
  underWayBytes: number
  /** Kept from here on, though not said from here on: nothing is missing before it. */
  beginsHere: boolean
}

export class Keeping<Connection> {
  /** Of the room's settings. */
  keepTalk = false
  readonly #speakers = new Map<Connection, Speaker>()
  /** Members who have just agreed, or whose room has just begun to keep. */
  readonly #fresh = new Set<Connection>()

  /** A message that the room has accepted of a member who may speak. `bytes` is not written to any more. */
  spoke(connection: Connection, profile: Profile, bytes: Uint8Array, nowMs: number): readonly Effect<Connection>[] {
    if (!this.keepTalk || !profile.keep) return NOTHING
    const speaker = this.#speakers.get(connection) ?? newSpeaker(profile, this.#fresh.delete(connection))
    this.#speakers.set(connection, speaker)
    if (speaker.batch === undefined && speaker.underWayBytes > MAX_UNCONFIRMED_BYTES) return NOTHING
    speaker.batch ??= emptyBatch(nowMs + (speaker.hasBegun ? BATCH_MS : FIRST_BATCH_MS))
    const { batch } = speaker
    const said = slotsOf(bytes)
    batch.messages.push(bytes)
    batch.bytes += bytes.length
    batch.from = Math.min(batch.from, said.from)
    batch.to = Math.max(batch.to, said.to)
    batch.arrivedAtMs = nowMs
    if (!said.talkEnd) return NOTHING
    const shipped = ship(connection, speaker)
    speaker.hasBegun = false
    return shipped
  }

  /** From now on this connection is kept; what is being said on it has no beginning. */
  begin(connection: Connection): void {
    this.#fresh.add(connection)
  }

  /** Their member does not agree any more. */
  drop(connection: Connection): void {
    this.#fresh.delete(connection)
    this.#speakers.delete(connection)
  }

  /** The connection is gone: what came over it is still kept. */
  left(connection: Connection): Effect<Connection>[] {
    this.#fresh.delete(connection)
    const speaker = this.#speakers.get(connection)
    this.#speakers.delete(connection)
    return speaker === undefined ? [] : ship(connection, speaker)
  }

  /** The Archive has answered: it has stored a batch, or, when `kept` is undefined, has not. */
  answered(connection: Connection, bytes: number, kept: KeptSlots | undefined): Effect<Connection>[] {
    const speaker = this.#speakers.get(connection)
    if (speaker !== undefined) speaker.underWayBytes = Math.max(0, speaker.underWayBytes - bytes)
    return kept === undefined ? [] : tell([connection], { type: 'kept', from: kept.from, to: kept.to })
  }

  nextDeadlineMs(): number | undefined {
    let earliestMs: number | undefined
    for (const { batch } of this.#speakers.values()) {
      if (batch !== undefined && (earliestMs === undefined || batch.dueAtMs < earliestMs)) earliestMs = batch.dueAtMs
    }
    return earliestMs
  }

  tick(nowMs: number): Effect<Connection>[] {
    const due = [...this.#speakers].filter(([, { batch }]) => batch !== undefined && batch.dueAtMs <= nowMs)
    return due.flatMap(([connection, speaker]) => ship(connection, speaker))
  }
}

function ship<Connection>(connection: Connection, speaker: Speaker): Effect<Connection>[] {
  const { profile, batch, beginsHere } = speaker
  if (batch === undefined) return []
  speaker.batch = undefined
  speaker.hasBegun = true
  speaker.beginsHere = false
  speaker.underWayBytes += batch.bytes
  const { session, person, name, member } = profile
  const { messages, from, to, arrivedAtMs } = batch
  const request = { session, person, name, member, bytes: joinBytes(messages), from, to, arrivedAtMs, beginsHere }
  return [{ do: 'spool', connection, request }]
}

const newSpeaker = (profile: Profile, beginsHere: boolean): Speaker => ({
  profile,
  batch: undefined,
  hasBegun: false,
  underWayBytes: 0,
  beginsHere,
})

const emptyBatch = (dueAtMs: number): Batch => ({
  messages: [],
  bytes: 0,
  from: Number.POSITIVE_INFINITY,
  to: 0,
  dueAtMs,
  arrivedAtMs: 0,
})

/** First and last slot of a well-formed message, and whether its last packet leaves the talk ended. Allocates one view. */
function slotsOf(bytes: Uint8Array): KeptSlots & { talkEnd: boolean } {
  const view = viewOf(bytes)
  const said = { from: Number.POSITIVE_INFINITY, to: 0, talkEnd: false }
  for (let at = 0; at < view.byteLength; at = behind(view, at)) {
    said.from = Math.min(said.from, slotAt(view, at))
    said.to = Math.max(said.to, slotAt(view, at))
    if (isTalkStartAt(view, at)) said.talkEnd = false
    if (isTalkEndAt(view, at)) said.talkEnd = true
  }
  return said
}
