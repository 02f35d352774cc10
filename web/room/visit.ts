/**
 * One visit to one room, from opening its link to leaving: which screen it is at, and the steps between.
 * Owns the desk, the way in and the live room. Knows no markup.
 */

import { signal } from '@preact/signals'
import { type EarshotErrorCode, joinRoom } from '../../src/client/index.ts'
import { announce } from '../app/announce.ts'
import { type Failed, failedBy } from '../app/failed.ts'
import { ownName, talk } from '../app/preferences.ts'
import { Desk } from '../devices/desk.ts'
import { forgetMissedTexts } from '../home/unread.ts'
import { forgetRoom, recallRoom } from '../links/remembered-rooms.ts'
import { answerFor } from './keeping/keep-answers.ts'
import { LiveRoom } from './live-room.ts'
import type { WayIn } from './way-in.ts'

/**
 * Why a visit is over: what the person did; that they are kept out, as others behind the address of somebody who was banned
 * are too; or a code of the SDK.
 */
export type Ending = 'left' | 'ended-by-me' | 'deleted-by-me' | 'kept-out' | EarshotErrorCode

export type Stage =
  | { at: 'door' }
  | { at: 'joining' }
  | { at: 'room'; live: LiveRoom }
  | { at: 'over'; why: Ending; retryAfterMs?: number | undefined }

/** Codes that the door cannot mend; anything else is tried again on joining. */
const HOPELESS: readonly EarshotErrorCode[] = [
  'wrong-link',
  'invite-expired',
  'invite-used-up',
  'invite-revoked',
  'room-unknown',
  'room-deleted',
  'removed',
]

export class Visit {
  readonly desk = new Desk()
  readonly way: WayIn
  readonly stage = signal<Stage>({ at: 'door' })
  /** Why the door could not ask the server; joining tries again. */
  readonly trouble = signal<Failed | undefined>(undefined)

  #joining: AbortController | undefined
  #hadMicrophone = false
  /** What I have asked to be done to the room, which ends everybody's visit. */
  #closing: 'ended-by-me' | 'deleted-by-me' | undefined

  constructor(way: WayIn) {
    this.way = way
  }

  get room(): string {
    return this.way.room
  }

  /** Readies the sound and asks whether the link opens anything, at the same time. */
  async open(): Promise<void> {
    await Promise.all([this.desk.open(), this.#knock()])
  }

  async join(): Promise<void> {
    const audio = this.desk.audio
    if (audio === undefined) return
    const joining = new AbortController()
    this.#joining = joining
    this.stage.value = { at: 'joining' }
    try {
      const room = await joinRoom({
        room: this.room,
        name: ownName.peek(),
        getToken: () => this.token(),
        audio,
        talk: talk.peek(),
        // Who has no microphone says so; the others see it as they see anybody muted.
        muted: this.desk.microphone.peek().is !== 'on',
        // Whoever has not been asked in this room is not kept.
        keep: answerFor(this.room)?.keep ?? false,
        signal: joining.signal,
      })
      if (joining.signal.aborted) return void room.leave()
      forgetMissedTexts(this.room)
      this.#enter(new LiveRoom(room, this.desk))
    } catch (error) {
      if (!joining.signal.aborted) this.#refuse(failedBy(error, 'unreachable'))
    }
  }

  /** Stops joining and goes back to the door. */
  cancel(): void {
    this.#joining?.abort()
    this.stage.value = { at: 'door' }
  }

  async leave(): Promise<void> {
    const stage = this.stage.peek()
    if (stage.at !== 'room') return
    this.#end('left')
    await stage.live.leave()
  }

  /** Everybody's visit is over, this one too. The room stays. */
  endForAll({ room }: LiveRoom): Promise<void> {
    return this.#close('ended-by-me', () => room.endForAll())
  }

  /** The room is gone, with all that is in it. */
  deleteRoom({ room }: LiveRoom): Promise<void> {
    return this.#close('deleted-by-me', () => room.doors.destroyRoom())
  }

  /** Back to the door, with the microphone as it was; what I may do in the room may have changed since. */
  startAgain(): void {
    this.stage.value = { at: 'door' }
    void this.#knock()
    if (this.#hadMicrophone) void this.desk.openMicrophone()
  }

  async close(): Promise<void> {
    this.#joining?.abort()
    const stage = this.stage.peek()
    if (stage.at === 'room') await stage.live.leave()
    await this.desk.close()
  }

  async token(): Promise<string> {
    const token = await this.way.token()
    this.trouble.value = undefined
    return token
  }

  async #knock(): Promise<void> {
    try {
      await this.way.knock()
      this.trouble.value = undefined
    } catch (error) {
      const failed = failedBy(error, 'unreachable')
      if (HOPELESS.includes(failed.code)) this.#refuse(failed)
      else this.trouble.value = failed
    }
  }

  /** The room may be over before it has answered. */
  async #close(why: 'ended-by-me' | 'deleted-by-me', ask: () => Promise<void>): Promise<void> {
    const stage = this.stage.peek()
    this.#closing = why
    try {
      await ask()
    } catch (error) {
      if (this.stage.peek().at === 'over') return
      this.#closing = undefined
      throw error
    }
    this.#end(why)
    if (stage.at === 'room') await stage.live.leave()
  }

  #enter(live: LiveRoom): void {
    live.room.on('closed', (error) => {
      if (this.stage.peek().at === 'room') this.#end(this.#closing ?? error?.code ?? 'left')
      live.dispose()
    })
    this.stage.value = { at: 'room', live }
  }

  /** Not let in. Whoever is inside when they are removed knows that they were; out here it may have been somebody near them. */
  #refuse({ code, retryAfterMs }: Failed): void {
    // A room that this browser has been in was there.
    const isDeleted = code === 'room-unknown' && recallRoom(this.room) !== undefined
    this.#end(isDeleted ? 'room-deleted' : code === 'removed' ? 'kept-out' : code, retryAfterMs)
  }

  #end(why: Ending, retryAfterMs?: number | undefined): void {
    if (this.stage.peek().at === 'over') return
    this.#hadMicrophone = this.desk.microphone.peek().is === 'on'
    this.#closing = undefined
    this.desk.closeMicrophone()
    announce('') // what was said last, of the room, is no longer so
    if (why === 'room-deleted' || why === 'deleted-by-me') forgetRoom(this.room)
    this.stage.value = { at: 'over', why, retryAfterMs }
  }
}
