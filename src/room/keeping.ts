/**
 * Talk that is to be kept, on its way from the members who agree to the Archive: what each has said since the last
 * batch, shipped once a second and at once when a talk ends. Nothing is confirmed to its speaker before the Archive has
 * stored it [C34]. Pure.
 *
 * Next: durable-objects/archive.ts
 */

import type { KeptSlots, SpoolRequest } from '../archive/spooling.ts'
import { behind, isTalkEndAt, isTalkStartAt, slotAt, viewOf } from '../protocol/packet.ts'
import { type Effect, NOTHING, tell } from './effect.ts'
import type { Profile } from './member.ts'

/** A crash costs nobody more than this much to send again, and a row of the Archive holds about as much. */
const BATCH_MS = 1_000
/** The first batch of a talk is short: the others see at once that it is being kept. */
const FIRST_BATCH_MS = 300
/** 10 s at 200 kb/s: what an Archive that cannot be reached leaves here. Beyond it the speaker has to send it again. */
const MAX_WAITING_BYTES = 262_144

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
  isUnderWay: boolean
}

export class Keeping<Connection> {
  /** Of the room's settings. */
  keepTalk = false
  readonly #speakers = new Map<Connection, Speaker>()

  /** A message that the room has accepted of a member who may speak. `bytes` is not written to any more. */
  spoke(connection: Connection, profile: Profile, bytes: Uint8Array, nowMs: number): readonly Effect<Connection>[] {
    if (!this.keepTalk || !profile.keep) return NOTHING
    const speaker = this.#speakers.get(connection) ?? { profile, batch: undefined, isUnderWay: false }
    this.#speakers.set(connection, speaker)
    speaker.batch ??= emptyBatch(nowMs + (speaker.isUnderWay ? BATCH_MS : FIRST_BATCH_MS))
    const { batch } = speaker
    const said = slotsOf(bytes)
    batch.messages.push(bytes)
    batch.bytes += bytes.length
    batch.from = Math.min(batch.from, said.from)
    batch.to = Math.max(batch.to, said.to)
    batch.arrivedAtMs = nowMs
    if (!said.talkEnd) return NOTHING
    const shipped = ship(connection, speaker)
    speaker.isUnderWay = false
    return shipped
  }

  /** Their member does not agree any more. */
  drop(connection: Connection): void {
    this.#speakers.delete(connection)
  }

  /** The connection is gone: what came over it is still kept. */
  left(connection: Connection): Effect<Connection>[] {
    const speaker = this.#speakers.get(connection)
    this.#speakers.delete(connection)
    return speaker === undefined ? [] : ship(connection, speaker)
  }

  /** The Archive has stored a batch. */
  spooled(connection: Connection, { from, to }: KeptSlots): Effect<Connection>[] {
    return tell([connection], { type: 'kept', from, to })
  }

  /** The Archive could not be reached: the batch goes out with the next one, if the connection is still there. */
  spoolFailed(connection: Connection, request: SpoolRequest, nowMs: number): void {
    const speaker = this.#speakers.get(connection)
    if (speaker === undefined) return
    const batch = speaker.batch ?? emptyBatch(nowMs + BATCH_MS)
    if (batch.bytes + request.bytes.length > MAX_WAITING_BYTES) return
    batch.messages.unshift(request.bytes)
    batch.bytes += request.bytes.length
    batch.from = Math.min(batch.from, request.from)
    batch.to = Math.max(batch.to, request.to)
    batch.arrivedAtMs = Math.max(batch.arrivedAtMs, request.arrivedAtMs)
    speaker.batch = batch
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
  const { profile, batch } = speaker
  if (batch === undefined) return []
  speaker.batch = undefined
  speaker.isUnderWay = true
  const { session, person, name, member } = profile
  const { messages, bytes, from, to, arrivedAtMs } = batch
  const request = { session, person, name, member, bytes: joined(messages, bytes), from, to, arrivedAtMs }
  return [{ do: 'spool', connection, request }]
}

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

function joined(messages: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const message of messages) {
    bytes.set(message, at)
    at += message.length
  }
  return bytes
}
