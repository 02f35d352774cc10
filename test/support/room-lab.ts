/**
 * A live room under test: sockets are strings, time is set by hand, and what the room asks for is kept to be looked at.
 * `admit` effects are answered from a small archive of its own, at the moment the test chooses.
 */

import type { Admission, AdmitRequest } from '../../src/archive/admission.ts'
import { entryOf } from '../../src/archive/log.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import type { Role } from '../../src/protocol/roles.ts'
import type { Entry, RoomMessage } from '../../src/protocol/room-message.ts'
import type { Arrival } from '../../src/room/arrival.ts'
import type { Effect } from '../../src/room/effect.ts'
import { LiveRoom } from '../../src/room/live-room.ts'
import { randomId } from './random-id.ts'

/** Everybody with a token of their own. */
export const arrivalOf = (person: string, role: Role = 'speaker', fields: Partial<Arrival> = {}): Arrival => ({
  ...{ person, role, token: randomId(), name: null, invite: null, address: null },
  ...fields,
})

export const packetAt = (slot: number, fields: Partial<Packet> = {}): Packet => ({
  speaker: 0,
  talkStart: false,
  talkEnd: false,
  durationMs: 20,
  level: 30,
  slot,
  payload: new Uint8Array([0x78, slot & 0xff]),
  ...fields,
})

interface JoinOptions {
  arrival?: Arrival
  session?: string
  muted?: boolean
  deafened?: boolean
  keep?: boolean
  aside?: boolean
}

export class RoomLab {
  nowMs = 1_000_000
  /** Of the room's settings. */
  maxSpeakers = 4
  keepTalk = false
  readonly room: LiveRoom<string>
  readonly heard: { by: string; bytes: Uint8Array }[] = []
  readonly pongs = new Map<string, number>()
  readonly buffered = new Map<string, number>()
  readonly effects: Effect<string>[] = []
  readonly #numbers = new Map<string, number>()
  #lastEntry = 0

  constructor() {
    this.room = new LiveRoom<string>({
      sendAudio: (by, bytes) => void this.heard.push({ by, bytes: bytes.slice() }),
      bufferedBytes: (connection) => this.buffered.get(connection) ?? 0,
      lastPongAtMs: (connection) => this.pongs.get(connection),
    })
  }

  /** This room when its object has slept and woken: what each socket's attachment brings back, and nothing else. */
  woken(): RoomLab {
    const woken = new RoomLab()
    const attachments = new Map(
      this.effects.flatMap((effect) => (effect.do === 'attach' ? [[effect.connection, effect.attachment]] : [])),
    )
    for (const [connection, attachment] of attachments) {
      if (attachment !== null) woken.room.restore(connection, structuredClone(attachment), woken.nowMs)
    }
    return woken
  }

  /** Records effects, and hands them on. */
  do(effects: readonly Effect<string>[]): readonly Effect<string>[] {
    this.effects.push(...effects)
    return effects
  }

  open(connection: string, arrival: Arrival = arrivalOf(`p-${connection}`)): void {
    this.do(this.room.opened(connection, arrival, this.nowMs))
  }

  send(connection: string, message: object | string): readonly Effect<string>[] {
    const text = typeof message === 'string' ? message : JSON.stringify(message)
    return this.do(this.room.controlReceived(connection, text, this.nowMs))
  }

  speak(connection: string, ...packets: Packet[]): readonly Effect<string>[] {
    return this.do(this.room.audioReceived(connection, bundle(packets), this.nowMs))
  }

  /** Opens, says hello and is admitted: a member. Returns its session. */
  join(connection: string, options: JoinOptions = {}) {
    const session = options.session ?? randomId()
    const { muted = false, deafened = false, keep = false, aside = false } = options
    this.open(connection, options.arrival)
    const state = { muted, deafened, keep, aside }
    const effects = this.send(connection, { type: 'hello', session, name: connection, ...state, after: 0 })
    for (const effect of effects) {
      if (effect.do === 'admit') this.do(this.room.admitted(connection, this.admission(effect.request), this.nowMs))
    }
    return session
  }

  admission(
    request: Pick<AdmitRequest, 'session'> & Partial<AdmitRequest>,
    fields: Partial<Admission & { ok: true }> = {},
  ): Admission {
    const resumed = this.#numbers.has(request.session)
    const number = this.#numbers.get(request.session) ?? this.#numbers.size + 1
    this.#numbers.set(request.session, number)
    const room = {
      id: randomId(),
      name: 'Lab',
      locked: false,
      maxSpeakers: this.maxSpeakers,
      keepTalk: this.keepTalk,
      keepDays: null,
    }
    const { role = 'speaker' } = request
    return {
      ok: true,
      number,
      resumed,
      silenced: false,
      role,
      room,
      lastEntry: this.#lastEntry,
      entries: [],
      talks: [],
      ...fields,
    }
  }

  /** What the archive does with what the room asked it to append last: number it and push it back. */
  store(): Entry {
    const asked = this.effects.findLast((effect) => effect.do === 'append')
    if (asked?.do !== 'append') throw new Error('the room asked for nothing to be stored')
    this.#lastEntry += 1
    const entry = entryOf(asked.request, this.#lastEntry, this.nowMs)
    this.do(this.room.entriesReceived([entry], 'pushed', this.nowMs))
    return entry
  }

  /** Somebody does this to somebody else, or to the room, and it is stored. */
  moderate(connection: string, act: object): void {
    this.send(connection, { type: 'moderate', id: randomId(), ...act })
    this.store()
  }

  /** Lets time pass; the room's timers ring when they are due. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms
    for (;;) {
      const dueMs = this.room.nextDeadlineMs()
      if (dueMs === undefined || dueMs > untilMs) break
      this.nowMs = Math.max(this.nowMs, dueMs)
      this.do(this.room.tick(this.nowMs))
    }
    this.nowMs = untilMs
  }

  /** Messages that one socket was sent, and forgets what was recorded so far if `fresh`. */
  told(connection: string): RoomMessage[] {
    return this.effects.flatMap((effect) =>
      effect.do === 'send' && effect.to.includes(connection) ? [effect.message] : [],
    )
  }

  closes(connection: string): { code: number; reason: string }[] {
    return this.effects.flatMap((effect) =>
      effect.do === 'close' && effect.connection === connection ? [{ code: effect.code, reason: effect.reason }] : [],
    )
  }

  forget(): void {
    this.effects.length = 0
    this.heard.length = 0
  }
}
