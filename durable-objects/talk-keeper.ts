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
import { type Packet, SLOT_MS } from '../src/protocol/packet.ts'
import type { Talker, TalkTables } from './talk-tables.ts'

export interface Taken {
  /** Talks that begin with what was taken. */
  begun: StoredTalk[]
  /** When the first of the talks that it belongs to is due. */
  dueAtMs: number
  /** How many packets were new. */
  stored: number
}

/** Somebody who plays a talk while it is spoken. */
interface Listener {
  /** The chunk that they have got last. */
  number: number
  controller: ReadableStreamDefaultController<Uint8Array>
  /** Called when there is more; undefined while they are busy with what they have. */
  wake: (() => void) | undefined
}

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
    const firstSlots = new Map(around.map(({ clip, firstSlot }) => [clip, firstSlot]))
    const { fresh, begun } = takeIn(packets, around, this.#mint)
    const taken: Taken = { begun: [], dueAtMs: Number.POSITIVE_INFINITY, stored: 0 }
    for (const [talk, some] of fresh) {
      const isNew = begun.includes(talk)
      const stored = isNew ? this.#begin(talk, talker, packets, nowMs) : (talk as StoredTalk)
      stored.startedAtMs -= ((firstSlots.get(talk.clip) ?? talk.firstSlot) - talk.firstSlot) * SLOT_MS
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
    const open = this.#tables.openTalksOf(session)
    for (const talk of open) {
      this.#tables.keepTalk({ ...closed(talk), state: 'sealed', sealed: true, dueAtMs: nowMs })
      this.close(talk.clip)
    }
    return open
  }

  /** What there is of a talk, then what comes, until it is sealed; each chunk is whole packets, read when it is wanted. */
  listen({ clip }: StoredTalk): ReadableStream<Uint8Array> {
    let listener: Listener | undefined
    const source: UnderlyingSource<Uint8Array> = {
      start: (controller) => {
        listener = { number: 0, controller, wake: undefined }
        this.#listenersOf(clip).add(listener)
        if (this.#tables.talk(clip)?.sealed !== false) this.close(clip)
      },
      pull: async () => {
        if (listener === undefined || this.#giveNext(clip, listener)) return
        await new Promise<void>((resolve) => {
          if (listener !== undefined) listener.wake = resolve
        })
        this.#giveNext(clip, listener)
      },
      cancel: () => {
        if (listener !== undefined) this.#listeners.get(clip)?.delete(listener)
      },
    }
    return new ReadableStream(source, { highWaterMark: 0 })
  }

  /** The talk takes nothing more, and its packets are gone soon: whoever listens gets the rest at once. */
  close(clip: string): void {
    for (const listener of this.#listeners.get(clip) ?? []) {
      const { wake, controller } = listener
      while (this.#giveNext(clip, listener));
      controller.close()
      wake?.()
    }
    this.#listeners.delete(clip)
  }

  /** The same for every talk that is listened to. */
  closeAll(): void {
    for (const clip of [...this.#listeners.keys()]) this.close(clip)
  }

  #begin(talk: Parameters<typeof beginTalk>[0], talker: Talker, packets: readonly Packet[], nowMs: number): StoredTalk {
    const { session, person, name, member, beganAtMs } = talker
    const sinceMs = beganAtMs ?? sessionBeganAtMs(packets, nowMs)
    return beginTalk(talk, { session, by: { person, name }, member }, sinceMs, nowMs)
  }

  #keep({ clip }: StoredTalk, bytes: Uint8Array): void {
    this.#tables.addChunk(clip, bytes)
    this.#wake(clip)
  }

  #wake(clip: string): void {
    for (const listener of this.#listeners.get(clip) ?? []) listener.wake?.()
  }

  /** False when there is no more, for now. */
  #giveNext(clip: string, listener: Listener): boolean {
    listener.wake = undefined
    const chunk = this.#listeners.get(clip)?.has(listener) ? this.#tables.chunkBehind(clip, listener.number) : undefined
    if (chunk === undefined) return false
    listener.number = chunk.number
    listener.controller.enqueue(chunk.bytes)
    return true
  }

  #listenersOf(clip: string): Set<Listener> {
    const known = this.#listeners.get(clip)
    if (known !== undefined) return known
    const listeners = new Set<Listener>()
    this.#listeners.set(clip, listeners)
    return listeners
  }
}
