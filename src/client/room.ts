/**
 * A room that this client is in: the SDK's main object. It turns calls into commands for the session, the session's events
 * into its own, and keeps microphone and speakers in step. What it shows is src/client/shown-room.ts.
 */

import type { TalkMode } from '../audio/talk-gate.ts'
import { type MemberAction, type RoomAction, SendSignal } from '../protocol/client-message.ts'
import { Name, Text } from '../protocol/fields.ts'
import { Awaited, OLDER_ENTRIES } from './awaited.ts'
import { EarshotError } from './errors.ts'
import type { OwnState } from './own-state.ts'
import { type Participant, participantOf } from './participant.ts'
import { randomId } from './random-id.ts'
import type { Request } from './requests.ts'
import type { RoomSound } from './room-sound.ts'
import { type Emission, RoomView, type Welcome } from './room-view.ts'
import { RosterPages } from './roster-pages.ts'
import { errorOfEnd, type SessionPort } from './session-link.ts'
import type { RosterPage, SessionEvent } from './session-messages.ts'
import { ShownRoom } from './shown-room.ts'
import type { Trouble } from './trouble.ts'
import { valid } from './valid.ts'

/** Who leaves does not wait longer for the room to say good-bye. */
const LEAVE_WITHIN_MS = 500
/** Longer than a listener is served who answers nothing (docs/protocol.md, W25). */
const STALL_MS = 5_000

/** What `joinRoom` makes a room of. */
export interface RoomParts {
  welcome: Welcome
  own: OwnState
  session: SessionPort
  sound: RoomSound
  /** What to give back when it is over. */
  release: () => void
}

/** Made by `joinRoom`. */
export class Room extends ShownRoom {
  readonly #awaited = new Awaited()
  readonly #rosterPages = new RosterPages()
  readonly #own: OwnState
  readonly #session: SessionPort
  readonly #sound: RoomSound
  readonly #release: () => void

  constructor({ welcome, own, session, sound, release }: RoomParts) {
    super(new RoomView(welcome, own.profile))
    this.#own = own
    this.#session = session
    this.#sound = sound
    this.#release = release
    this.#sound.standing = this.me
    session.onEvent = (event) => this.#receive(event)
    sound.on('levels', (levels) => this.events.emit('levels', levels))
    sound.on('warning', (warning) => this.events.emit('warning', warning))
  }

  get talkMode(): TalkMode {
    return this.#sound.mode
  }

  /**
   * Loads up to 100 entries before the first of `entries`.
   * @throws {EarshotError} `unreachable`, `removed`, `not-allowed`, `aborted`
   */
  async loadOlderEntries(): Promise<void> {
    if (!this.hasOlderEntries) return
    if (this.state === 'closed') throw new EarshotError('aborted')
    if (!this.#awaited.isAwaited(OLDER_ENTRIES)) this.#session.tell({ type: 'older' })
    await this.#awaited.promise(OLDER_ENTRIES)
  }

  setTalkMode(mode: TalkMode): void {
    this.#sound.mode = mode
  }

  /** Push-to-talk: the key is down, or up again. What follows within 400 ms of letting go is still sent. */
  setTalking(pressed: boolean): void {
    this.#sound.pressed = pressed
  }

  /** Stops or starts sending. The microphone stays open, for the meter and the warning. Unmuting ends being deafened. */
  setMuted(muted: boolean): void {
    this.#own.setMuted(muted)
    this.#introduce()
  }

  /** Stops or starts hearing the others. Being deafened is being muted too; its end brings back what was before. */
  setDeafened(deafened: boolean): void {
    this.#own.setDeafened(deafened)
    this.#introduce()
  }

  /**
   * Changes this member's name, 1–64 characters.
   * @throws {EarshotError} `invalid`
   */
  rename(name: string): void {
    this.#own.name = valid(Name, name)
    this.#introduce()
  }

  /**
   * Writes a text of 1–4,000 characters into the log. Resolves with the entry's number once it is stored; what is said
   * while reconnecting is kept, and stored exactly once. `id`, a `randomId`, is the entry's in the log: with the same id
   * again it is the same message.
   * @throws {EarshotError} `invalid`, `not-stored`, `too-fast`, `aborted` (left before it was stored)
   */
  async say(text: string, id = randomId()): Promise<number> {
    return this.#ask({ type: 'say', id, text: valid(Text, text) })
  }

  /**
   * The owner's: the room drops what this person says, on whatever device, until they are unmuted. Resolves when done.
   * @throws {EarshotError} `not-allowed`, `no-such-member`, `not-stored`, `aborted`
   */
  mute(member: number): Promise<void> {
    return this.#moderate({ action: 'mute', member })
  }

  /** The owner's: ends `mute`. */
  unmute(member: number): Promise<void> {
    return this.#moderate({ action: 'unmute', member })
  }

  /** The owner's: this person leaves the room and is not let in again. */
  remove(member: number): Promise<void> {
    return this.#moderate({ action: 'remove', member })
  }

  /** The owner's: lets nobody new in. */
  lock(): Promise<void> {
    return this.#moderate({ action: 'lock' })
  }

  /** The owner's: ends `lock`. */
  unlock(): Promise<void> {
    return this.#moderate({ action: 'unlock' })
  }

  /**
   * Sends up to 12,288 characters to one member, unseen by the others and kept nowhere. It waits 15 s for a member who is
   * reconnecting; while this client is, it is lost.
   * @throws {EarshotError} `invalid`
   */
  sendSignal(member: number, data: string): void {
    this.#session.tell({ type: 'signal', to: member, data: valid(SendSignal.entries.data, data) })
  }

  /** How loud a member is played here: 0 silent, 1 as sent, 2 twice the amplitude. */
  setVolume(member: number, gain: number): void {
    this.#sound.setVolume(member, gain)
  }

  volumeOf(member: number): number {
    return this.#sound.volumeOf(member)
  }

  /**
   * Everybody who is here, this client too, page by page in the order of their numbers: as they are when the page is
   * asked for, whether or not they are among `others`. Stop iterating when you have seen enough.
   * @throws {EarshotError} `aborted` (left meanwhile)
   */
  async *roster(): AsyncGenerator<readonly Participant[], void> {
    for (let after: number | null = 0; after !== null; ) {
      if (this.state === 'closed') throw new EarshotError('aborted')
      const coming = this.#rosterPages.next()
      this.#session.tell({ type: 'roster', after })
      const { members, next }: RosterPage = await coming
      yield members.map((view) => participantOf(view, view.member === this.me.member))
      after = next
    }
  }

  /**
   * For tests of what is built on this SDK: brings about what every line goes through one day.
   * - `drop`: the connection breaks without a word, as when the network is lost for a moment; the client resumes.
   * - `deploy`: the connection is closed with 1012, as every deployment of the server does; the client resumes.
   * - `stall`: for `forMs` (5 s unless said) this client neither reads nor sends, as if the device slept; then everything
   *   that came meanwhile is there at once. What was said meanwhile is not played. From 60 s on the room gives up.
   */
  simulate(trouble: Trouble, { forMs = STALL_MS }: { forMs?: number } = {}): void {
    this.#session.tell({ type: 'trouble', trouble, forMs })
  }

  /** Leaves the room. Resolves when the room knows, or after half a second. The `VoiceAudio` stays open. */
  async leave(): Promise<void> {
    if (this.state === 'closed') return
    const left = new Promise<void>((resolve) => this.on('closed', () => resolve()))
    setTimeout(() => this.#receive({ type: 'closed' }), LEAVE_WITHIN_MS)
    this.#session.tell({ type: 'leave' })
    await left
  }

  #introduce(): void {
    const { profile } = this.#own
    this.#session.tell({ type: 'profile', profile })
    this.#show(this.view.introduceAs(profile))
    this.#sound.standing = this.me
  }

  async #moderate(act: { action: MemberAction; member: number } | { action: RoomAction }): Promise<void> {
    await this.#ask({ type: 'moderate', id: randomId(), ...act })
  }

  async #ask(request: Request): Promise<number> {
    if (this.state === 'closed') throw new EarshotError('aborted')
    this.#session.tell({ type: 'request', request })
    return this.#awaited.promise(request.id)
  }

  #receive(event: SessionEvent): void {
    if (this.state === 'closed') return
    const emissions = this.view.apply(event)
    this.#follow(event)
    this.#show(emissions)
    if (event.type === 'closed') this.events.emit('closed', errorOfEnd(event))
  }

  /** Brings everything that is no snapshot in step with an event. */
  #follow(event: SessionEvent): void {
    this.#awaited.settle(event)
    this.#rosterPages.settle(event)
    if (event.type === 'welcome' || event.type === 'silenced') this.#sound.standing = this.me
    if (event.type === 'members') for (const { member } of event.change.left) this.#sound.forget(member)
    if (event.type !== 'closed') return
    this.#sound.end()
    this.#session.close()
    this.#release()
  }

  #show(emissions: readonly Emission[]): void {
    for (const [event, ...values] of emissions) this.events.emit(event, ...(values as never))
  }
}
