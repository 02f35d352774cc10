/**
 * What is asked of a room and gets an answer: words for its log, older pages of it, and the powers of owners and
 * moderators: `mayAct` says who may do what to whom. The switches
 * of this client itself are src/client/room.ts's.
 */

import { ClipMoment, KeepDays } from '../protocol/clip.ts'
import { Text } from '../protocol/fields.ts'
import type { GivenRole } from '../protocol/roles.ts'
import { Awaited, OLDER_ENTRIES } from './awaited.ts'
import { EarshotError } from './errors.ts'
import { randomId } from './random-id.ts'
import type { Request } from './requests.ts'
import type { RoomView } from './room-view.ts'
import type { SessionPort } from './session-link.ts'
import { ShownRoom } from './shown-room.ts'
import { valid } from './valid.ts'

/** What a moderator may ask for, as it goes over the line, but for its id. */
type Act =
  | { action: 'mute' | 'unmute' | 'remove' | 'ban'; member: number }
  | { action: 'role'; member: number; role: GivenRole }
  | { action: 'readmit'; person: string }
  | { action: 'lock' | 'unlock' | 'unkeep' | 'end' }
  | { action: 'keep'; days: number | null }

export class AskingRoom extends ShownRoom {
  protected readonly awaited = new Awaited()
  protected readonly session: SessionPort

  protected constructor(view: RoomView, session: SessionPort) {
    super(view)
    this.session = session
  }

  /**
   * Loads up to 100 entries before the first of `entries`.
   * @throws {EarshotError} `unreachable`, `removed`, `not-allowed`, `aborted`
   */
  async loadOlderEntries(): Promise<void> {
    if (!this.hasOlderEntries) return
    if (this.state === 'closed') throw new EarshotError('aborted')
    if (!this.awaited.isAwaited(OLDER_ENTRIES)) this.session.tell({ type: 'older' })
    await this.awaited.promise(OLDER_ENTRIES)
  }

  /**
   * Writes a text of 1–4,000 characters into the log. Resolves with the entry's number once it is stored; what is said
   * while reconnecting is kept, and stored exactly once. `id`, a `randomId`, is the entry's in the log: with the same id
   * again it is the same message. `replyTo`: the moment of a clip that it answers.
   * @throws {EarshotError} `invalid`, `not-stored`, `too-fast`, `aborted` (left before it was stored)
   */
  async say(text: string, id = randomId(), { replyTo }: { replyTo?: ClipMoment } = {}): Promise<number> {
    const reply = replyTo === undefined ? {} : { replyTo: valid(ClipMoment, replyTo) }
    return this.#ask({ type: 'say', id, text: valid(Text, text), ...reply })
  }

  /**
   * The room drops what this person says, on whatever device, until they are unmuted. Resolves when done.
   * @throws {EarshotError} `not-allowed`, `no-such-member`, `not-stored`, `aborted`
   */
  mute(member: number): Promise<void> {
    return this.#moderate({ action: 'mute', member })
  }

  /** Ends `mute`. */
  unmute(member: number): Promise<void> {
    return this.#moderate({ action: 'unmute', member })
  }

  /** This person leaves the room and is not let in again. */
  remove(member: number): Promise<void> {
    return this.#moderate({ action: 'remove', member })
  }

  /**
   * As `remove`; and for 24 hours nobody new comes in from the addresses where this person's devices are. Others behind
   * the same address are kept out too, unless they have been here before.
   */
  ban(member: number): Promise<void> {
    return this.#moderate({ action: 'ban', member })
  }

  /**
   * Ends `remove` and `ban` for a person, by their `person` in the log or in `doors.people`.
   * @throws {EarshotError} `unknown-person`, `not-allowed`, `not-stored`, `aborted`
   */
  readmit(person: string): Promise<void> {
    return this.#moderate({ action: 'readmit', person })
  }

  /** Gives this person a role in this room, whatever their links and tokens say. Moderators are made by owners. */
  setRole(member: number, role: GivenRole): Promise<void> {
    return this.#moderate({ action: 'role', member, role })
  }

  /** The owner's: everybody is out, this client too (`closed`, with `ended`). The room and its links stay. */
  async endForAll(): Promise<void> {
    try {
      await this.#moderate({ action: 'end' })
    } catch (error) {
      if (!isEnded(error)) throw error // the end may come before the word that it has
    }
  }

  /** Lets nobody new in. */
  lock(): Promise<void> {
    return this.#moderate({ action: 'lock' })
  }

  /** Ends `lock`. */
  unlock(): Promise<void> {
    return this.#moderate({ action: 'unlock' })
  }

  /**
   * The owner's: from now on the talk of those who agree becomes clips, which stay for so many days (1…3650; null: until
   * somebody deletes them). Everybody sees it in the log.
   * @throws {EarshotError} `invalid`, `not-allowed`, `not-stored`, `aborted`
   */
  async startKeeping(days: number | null): Promise<void> {
    await this.#moderate({ action: 'keep', days: valid(KeepDays, days) })
  }

  /** The owner's: talk is kept no more. The clips that there are stay. */
  stopKeeping(): Promise<void> {
    return this.#moderate({ action: 'unkeep' })
  }

  async #moderate(act: Act): Promise<void> {
    await this.#ask({ type: 'moderate', id: randomId(), ...act })
  }

  async #ask(request: Request): Promise<number> {
    if (this.state === 'closed') throw new EarshotError('aborted')
    this.session.tell({ type: 'request', request })
    return this.awaited.promise(request.id)
  }
}

const isEnded = (error: unknown): boolean =>
  error instanceof EarshotError && error.cause instanceof EarshotError && error.cause.code === 'ended'
