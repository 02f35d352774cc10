/**
 * A room that this client is in: the SDK's main object.
 */

import type { Entry, RoomSettings } from '../protocol/room-message.ts'
import type { Connection } from './connection-quality.ts'
import { Emitter } from './emitter.ts'
import { EarshotError } from './errors.ts'
import type { LeftReason, Participant } from './participant.ts'

/** Open: talk passes whenever there is a voice. Push: while a key is held, and a moment longer. */
export type TalkMode = 'open' | 'push'
export type RoomState = 'connected' | 'reconnecting' | 'closed'
/** Speaking into a muted microphone: muted by oneself, or silenced by the owner. */
export type Warning = 'talking-while-muted' | 'silenced'

export interface RoomEvents {
  /** Somebody joined, left or changed. */
  participants: () => void
  joined: (participant: Participant) => void
  left: (participant: Participant, reason: LeftReason) => void
  me: () => void
  /** The room was locked or unlocked, or its name is known. */
  room: () => void
  state: (state: RoomState) => void
  /** `live`: it happened now; false: it was in the log already. */
  entry: (entry: Entry, live: boolean) => void
  /** `entries` has changed in any way. */
  entries: () => void
  /** Member → −dBov (0 loudest … 127 silence) of what is being played now; under the own number, what is being sent. About 20 a second. */
  levels: (levels: ReadonlyMap<number, number>) => void
  connection: (connection: Connection) => void
  warning: (warning: Warning) => void
  signal: (from: number, data: string) => void
  /** The room is over for this client; without an error because it left. */
  closed: (error: EarshotError | undefined) => void
}

const later = (): never => {
  throw new EarshotError('audio-failed')
}

/** Made by `joinRoom`. */
export class Room {
  readonly #events = new Emitter<RoomEvents>()
  #settings!: RoomSettings
  #state: RoomState = 'connected'
  #me!: Participant
  #others: ReadonlyMap<number, Participant> = new Map()
  #entries: readonly Entry[] = []
  #hasOlderEntries = false
  #talkMode: TalkMode = 'open'
  #connection: Connection = { rttMs: undefined, quality: 'good' }

  /** Listens to an event. Returns how to stop that. */
  on<Name extends keyof RoomEvents>(event: Name, listener: RoomEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  get id(): string {
    return this.#settings.id
  }

  get name(): string | null {
    return this.#settings.name
  }

  get locked(): boolean {
    return this.#settings.locked
  }

  get state(): RoomState {
    return this.#state
  }

  get me(): Participant {
    return this.#me
  }

  /** The other members by number. A new map whenever anything in it changes. */
  get others(): ReadonlyMap<number, Participant> {
    return this.#others
  }

  /** The end of the room's log, as far back as it has been loaded, ascending. A new array whenever it changes. */
  get entries(): readonly Entry[] {
    return this.#entries
  }

  get hasOlderEntries(): boolean {
    return this.#hasOlderEntries
  }

  /**
   * Loads up to 100 entries before the first of `entries`.
   * @throws {EarshotError} `unreachable`, `removed`
   */
  async loadOlderEntries(): Promise<void> {
    later()
  }

  get talkMode(): TalkMode {
    return this.#talkMode
  }

  setTalkMode(mode: TalkMode): void {
    this.#talkMode = mode
  }

  /** Push-to-talk: the key is down, or up again. What follows within 400 ms of letting go is still sent. */
  setTalking(_pressed: boolean): void {
    later()
  }

  /** Stops or starts sending. The microphone stays open, for the meter and the warning. Unmuting ends being deafened. */
  setMuted(_muted: boolean): void {
    later()
  }

  /** Stops or starts hearing the others. Being deafened is being muted too; its end brings back what was before. */
  setDeafened(_deafened: boolean): void {
    later()
  }

  /**
   * Changes this member's name, 1–64 characters.
   * @throws {EarshotError} `invalid`
   */
  rename(_name: string): void {
    later()
  }

  /**
   * Writes a text of 1–4,000 characters into the log. Resolves with the entry's number once it is stored; what is
   * said while reconnecting is kept and stored exactly once.
   * @throws {EarshotError} `invalid`, `not-stored`, `too-fast`, `aborted` (left before it was stored)
   */
  async say(_text: string): Promise<number> {
    return later()
  }

  /**
   * The owner's powers. Each resolves when it is done.
   * @throws {EarshotError} `not-allowed`, `no-such-member`, `not-stored`, `aborted`
   */
  async mute(_member: number): Promise<void> {
    later()
  }

  async unmute(_member: number): Promise<void> {
    later()
  }

  async remove(_member: number): Promise<void> {
    later()
  }

  async lock(): Promise<void> {
    later()
  }

  async unlock(): Promise<void> {
    later()
  }

  /**
   * Sends up to 12,288 characters to one member, unseen by the others and kept nowhere. Lost when either is not connected.
   * @throws {EarshotError} `invalid`
   */
  sendSignal(_member: number, _data: string): void {
    later()
  }

  /** How loud a member is played here: 0 silent, 1 as sent, 2 twice the amplitude. */
  setVolume(_member: number, _gain: number): void {
    later()
  }

  volumeOf(_member: number): number {
    return 1
  }

  get connection(): Connection {
    return this.#connection
  }

  /** Leaves the room. Resolves when the others know, or after half a second. The `VoiceAudio` stays open. */
  async leave(): Promise<void> {
    later()
  }
}
