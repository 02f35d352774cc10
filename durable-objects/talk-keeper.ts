/**
 * The spool: puts packets of a session into the tables, by what src/archive/talk-intake.ts decides, and passes them on
 * to whoever plays a talk while it is being spoken. Nothing here waits.
 *
 * Next: durable-objects/outbox.ts
 */

import { beginTalk, type StoredTalk } from '../src/archive/stored-talk.ts'
import { closed, takeIn } from '../src/archive/talk-intake.ts'
import { sessionBeganAtMs, slotsOf, writeStored } from '../src/archive/talk-packets.ts'
import { sealsAtMs } from '../src/archive/talk-timing.ts'
import type { Packet } from '../src/protocol/packet.ts'
import type { Talker, TalkTables } from './talk-tables.ts'

export interface Taken {
  /** Talks that begin with what was taken. */
  begun: StoredTalk[]
  /** When the first of the talks that it belongs to is due. */
  dueAtMs: number
  /** How many packets were new. */
  stored: number
}

const NO_SLOTS = { from: Number.MAX_SAFE_INTEGER, to: -1 }

/** More than a whole talk of ten minutes at 48 kb/s. */
const MAX_BEHIND_BYTES = 4 * 1024 * 1024

type Listener = ReadableStreamDefaultController<Uint8Array>

export class TalkKeeper {
  readonly #tables: TalkTables
  readonly #mint: () => string
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor(tables: TalkTables, mint: () => string) {
    this.#tables = tables
    this.#mint = mint
  }

  /** Stores what is new of these packets. Within a transaction. */
  take(talker: Talker, packets: readonly Packet[], nowMs: number): Taken {
    const around = this.#tables.talksAround(talker.session, slotsOf(packets))
    const { fresh, begun } = takeIn(packets, around, this.#mint)
    const taken: Taken = { begun: [], dueAtMs: Number.POSITIVE_INFINITY, stored: 0 }
    for (const [talk, some] of fresh) {
      const isNew = begun.includes(talk)
      const stored = isNew ? this.#begin(talk, talker, packets, nowMs) : (talk as StoredTalk)
      stored.arrivedAtMs = nowMs
      stored.dueAtMs = sealsAtMs(stored, nowMs)
      if (isNew) this.#tables.keepTalk(stored)
      else this.#tables.growTalk(stored)
      if (isNew) taken.begun.push(stored)
      taken.dueAtMs = Math.min(taken.dueAtMs, stored.dueAtMs)
      taken.stored += some.length
      if (some.length > 0) this.#keep(stored, writeStored(some))
    }
    return taken
  }

  /** The session is over: what it has said is all there is. Within a transaction. Answers the talks that are due now. */
  end(session: string, nowMs: number): StoredTalk[] {
    const open = this.#tables.talksAround(session, NO_SLOTS).filter(({ state }) => state === 'open')
    for (const talk of open) this.#tables.growTalk({ ...closed(talk), dueAtMs: nowMs })
    return open
  }

  /** What there is of a talk, then what comes, until it is sealed; each chunk is whole packets. */
  listen(talk: StoredTalk): ReadableStream<Uint8Array> {
    let own: Listener | undefined
    const source: UnderlyingSource<Uint8Array> = {
      start: (controller) => {
        own = controller
        for (const chunk of this.#tables.chunks(talk.clip)) controller.enqueue(chunk)
        if (talk.sealed) controller.close()
        else this.#listenersOf(talk.clip).add(controller)
      },
      cancel: () => {
        if (own !== undefined) this.#listeners.get(talk.clip)?.delete(own)
      },
    }
    return new ReadableStream(source, { highWaterMark: 0, size: ({ byteLength }) => byteLength })
  }

  /** The talk takes nothing more. */
  close(clip: string): void {
    for (const listener of this.#listeners.get(clip) ?? []) listener.close()
    this.#listeners.delete(clip)
  }

  #begin(talk: Parameters<typeof beginTalk>[0], talker: Talker, packets: readonly Packet[], nowMs: number): StoredTalk {
    const { session, person, name, member, beganAtMs } = talker
    const sinceMs = beganAtMs ?? sessionBeganAtMs(packets, nowMs)
    return beginTalk(talk, { session, by: { person, name }, member }, sinceMs)
  }

  #keep({ clip }: StoredTalk, bytes: Uint8Array): void {
    this.#tables.addChunk(clip, bytes)
    for (const listener of this.#listeners.get(clip) ?? []) this.#tell(listener, clip, bytes)
  }

  /** Whoever takes nothing for so long is let go: what waits for them would fill this object's memory. */
  #tell(listener: Listener, clip: string, bytes: Uint8Array): void {
    if ((listener.desiredSize ?? 0) > -MAX_BEHIND_BYTES) {
      listener.enqueue(bytes)
      return
    }
    this.#listeners.get(clip)?.delete(listener)
    listener.error(new Error('The listener is too far behind.'))
  }

  #listenersOf(clip: string): Set<Listener> {
    const known = this.#listeners.get(clip)
    if (known !== undefined) return known
    const listeners = new Set<Listener>()
    this.#listeners.set(clip, listeners)
    return listeners
  }
}
