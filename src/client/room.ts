/**
 * A room that this client is in: the SDK's main object. It turns calls into commands for the session, the session's events
 * into its own, and keeps microphone and speakers in step. What it shows is src/client/shown-room.ts; what is asked of the
 * room and answered, src/client/asking-room.ts.
 */

import type { PlayoutStatistics } from '../audio/playout-counters.ts'
import type { TalkMode } from '../audio/talk-gate.ts'
import { SendSignal } from '../protocol/client-message.ts'
import { Name } from '../protocol/fields.ts'
import { AskingRoom } from './asking-room.ts'
import { EarshotError } from './errors.ts'
import { KEPT_WITHIN_MS } from './leaving.ts'
import type { VoiceMessages } from './messages/voice-messages.ts'
import type { OwnState } from './own-state.ts'
import { type Participant, participantOf } from './participant.ts'
import type { RoomClips } from './room-clips.ts'
import type { RoomDoors } from './room-doors.ts'
import type { RoomSound } from './room-sound.ts'
import { type Emission, RoomView, type Welcome } from './room-view.ts'
import { RosterPages } from './roster-pages.ts'
import { errorOfEnd, type SessionPort } from './session-link.ts'
import type { RosterPage, SessionEvent } from './session-messages.ts'
import { type RoomStatistics, Statistics } from './statistics.ts'
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
  clips: RoomClips
  doors: RoomDoors
  messages: VoiceMessages
  /** What to give back when it is over. */
  release: () => void
}

/** Made by `joinRoom`. */
export class Room extends AskingRoom {
  /** Clips that have been stored: who has heard them, how to play and delete them. */
  readonly clips: RoomClips
  /** Who may come in and who has: invites, people, the room's own end. Most of it is an owner's or a moderator's. */
  readonly doors: RoomDoors
  /** Voice messages that this client makes: recorded, kept as drafts, on their way out. */
  readonly messages: VoiceMessages
  readonly #rosterPages = new RosterPages()
  readonly #statistics = new Statistics()
  readonly #own: OwnState
  readonly #sound: RoomSound
  readonly #release: () => void

  constructor({ welcome, own, session, sound, clips, doors, messages, release }: RoomParts) {
    super(new RoomView(welcome, own.profile), session)
    this.clips = clips
    this.doors = doors
    this.messages = messages
    this.#own = own
    this.#sound = sound
    this.#release = release
    this.#sound.me = this.me
    clips.follow(() => this.events.emit('clips'))
    session.onEvent = (event) => this.#receive(event)
    sound.on('levels', (levels) => this.events.emit('levels', levels))
    sound.on('warning', (warning) => this.events.emit('warning', warning))
    sound.on('statistics', (speakers) => this.#count(speakers))
  }

  get talkMode(): TalkMode {
    return this.#sound.mode
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
   * Changes this member's name, 1–64 characters; without effect where the token fixes it.
   * @throws {EarshotError} `invalid`
   */
  rename(name: string): void {
    this.#own.name = valid(Name, name)
    this.#introduce()
  }

  /**
   * Whether what this member says may be kept, in a room that keeps talk. Who takes it back takes along what is not stored
   * yet; clips that there are already go by `clips.delete`.
   */
  setKeep(keep: boolean): void {
    this.#own.keep = keep
    this.#introduce()
  }

  /** Raises this member's hand or lowers it; `me.handRaisedAtMs` says when the room has seen it. */
  raiseHand(raised: boolean): void {
    this.session.tell({ type: 'hand', raised })
  }

  /** An owner's or a moderator's: lowers somebody's hand. */
  lowerHand(member: number): void {
    this.session.tell({ type: 'hand', raised: false, member })
  }

  /**
   * Takes this person's voice to this device. While `me.aside` another one of theirs has it: this one neither sends nor
   * plays anything, and everything else goes on.
   */
  talkHere(): void {
    this.session.tell({ type: 'talk-here' })
  }

  /**
   * Sends up to 12,288 characters to one member, unseen by the others and kept nowhere. It waits 15 s for a member who is
   * reconnecting; while this client is, it is lost.
   * @throws {EarshotError} `invalid`
   */
  sendSignal(member: number, data: string): void {
    this.session.tell({ type: 'signal', to: member, data: valid(SendSignal.entries.data, data) })
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
      this.session.tell({ type: 'roster', after })
      const { members, next }: RosterPage = await coming
      yield members.map((view) => participantOf(view, view.member === this.me.member))
      after = next
    }
  }

  /** How it sounds here as of the last second: the connection, and every speaker who has been heard. */
  getStats(): RoomStatistics {
    return this.#statistics.at(Date.now(), this.connection, this.view.sending)
  }

  /**
   * For tests of what is built on this SDK: brings about what every line goes through one day.
   * - `drop`: the connection breaks without a word, as when the network is lost for a moment; the client resumes.
   * - `deploy`: the connection is closed with 1012, as every deployment of the server does; the client resumes.
   * - `stall`: for `forMs` (5 s unless said) this client neither reads nor sends, as if the device slept; then everything
   *   that came meanwhile is there at once. What was said meanwhile is not played. From 60 s on the room gives up.
   */
  simulate(trouble: Trouble, { forMs = STALL_MS }: { forMs?: number } = {}): void {
    this.session.tell({ type: 'trouble', trouble, forMs })
  }

  /**
   * Leaves the room. Resolves when the room knows, or after half a second; where something that was said is still to be
   * stored it waits up to 1.5 s for that, unless it is to be `atOnce`. What is not stored by then stays on this device for
   * `sendLeftBehind`. The `VoiceAudio` stays open.
   */
  async leave({ atOnce = false }: { atOnce?: boolean } = {}): Promise<void> {
    if (this.state === 'closed') return
    const left = new Promise<void>((resolve) => this.on('closed', () => resolve()))
    const withinMs = this.unkeptMs === 0 || atOnce ? LEAVE_WITHIN_MS : LEAVE_WITHIN_MS + KEPT_WITHIN_MS
    setTimeout(() => this.#receive({ type: 'closed' }), withinMs)
    this.session.tell({ type: 'leave', atOnce })
    await left
  }

  #count(speakers: readonly [number, PlayoutStatistics][]): void {
    this.#statistics.push(speakers, Date.now())
    this.events.emit('statistics', this.getStats())
  }

  #introduce(): void {
    const { profile } = this.#own
    this.session.tell({ type: 'profile', profile })
    this.#show(this.view.introduceAs(profile))
    this.#sound.me = this.me
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
    this.awaited.settle(event)
    this.#rosterPages.settle(event)
    if (event.type === 'welcome' || event.type === 'standing') this.#sound.me = this.me
    if (event.type === 'clips-heard') this.clips.noteHeard(event.heard)
    if (event.type === 'members') for (const { member } of event.change.left) this.#sound.forget(member)
    if (event.type !== 'closed') return
    this.messages.end()
    this.#sound.end()
    this.session.close()
    this.#release()
  }

  #show(emissions: readonly Emission[]): void {
    for (const [event, ...values] of emissions) this.events.emit(event, ...(values as never))
  }
}
