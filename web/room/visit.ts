/**
 * One visit to one room, from opening its link to leaving: which screen it is at, and the steps between.
 * Owns the desk and the live room. Knows no markup.
 */

import { signal } from '@preact/signals'
import { EarshotApi, type EarshotErrorCode, joinRoom, type Role } from '../../src/client/index.ts'
import { showAddress } from '../app/place.ts'
import { guestCredential, ownName, talk } from '../app/preferences.ts'
import { codeOf, Desk } from '../devices/desk.ts'
import { rememberRoom } from '../links/remembered-rooms.ts'
import { guestPath, type RoomLink } from '../links/room-link.ts'
import { answerFor } from './keeping/keep-answers.ts'
import { LiveRoom } from './live-room.ts'

/** Why a visit is over: the person left, or a code of the SDK. */
export type Ending = 'left' | EarshotErrorCode

export type Stage = { at: 'door' } | { at: 'joining' } | { at: 'room'; live: LiveRoom } | { at: 'over'; why: Ending }

type Pass = Awaited<ReturnType<EarshotApi['requestToken']>>

/** Codes that the door cannot mend; anything else is tried again on joining. */
const HOPELESS: readonly EarshotErrorCode[] = ['wrong-link', 'room-unknown', 'removed']
/** A token that is about to expire is not worth a connection. */
const TOKEN_MARGIN_MS = 60_000

export class Visit {
  readonly desk = new Desk()
  readonly stage = signal<Stage>({ at: 'door' })
  readonly roomName = signal<string | null>(null)
  readonly role = signal<Role>('speaker')
  /** The door could not reach the server; joining tries again. */
  readonly unreachable = signal(false)

  readonly #link: RoomLink
  readonly #api = new EarshotApi()
  #pass: Pass | undefined
  /** The exchange of the link's secret for a pass that is under way. */
  #exchange: Promise<Pass> | undefined
  #joining: AbortController | undefined
  #hadMicrophone = false

  /** `known`: what this browser remembers of the room, shown until the server has answered. */
  constructor(link: RoomLink, known: { name: string | null; role: Role } | undefined) {
    this.#link = link
    this.roomName.value = known?.name ?? null
    this.role.value = known?.role ?? 'speaker'
  }

  get room(): string {
    return this.#link.room
  }

  /** The secret to invite with: a guest's own link, or the guests' part of an owner's. */
  get guestSecret(): string | undefined {
    return this.role.value === 'owner' ? this.#link.guestSecret : this.#link.secret
  }

  /** The owner's link, for an owner. */
  get ownersLink(): RoomLink | undefined {
    return this.role.value === 'owner' ? this.#link : undefined
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
      this.#enter(new LiveRoom(room, this.desk))
    } catch (error) {
      this.#end(joining.signal.aborted ? undefined : codeOf(error, 'unreachable'))
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

  /** Back to the door, with the microphone as it was. */
  startAgain(): void {
    this.stage.value = { at: 'door' }
    if (this.#hadMicrophone) void this.desk.openMicrophone()
  }

  async close(): Promise<void> {
    this.#joining?.abort()
    const stage = this.stage.peek()
    if (stage.at === 'room') await stage.live.leave()
    await this.desk.close()
  }

  /** The first connection uses the pass that opened the door; whoever asks again gets a fresh one. */
  async token(): Promise<string> {
    let pass = this.#pass
    if (pass === undefined || pass.expiresAtMs - Date.now() <= TOKEN_MARGIN_MS) pass = await this.#requestPass()
    this.#pass = undefined // also the one of a knock that was answered just now
    return pass.token
  }

  async #knock(): Promise<void> {
    try {
      this.#pass = await this.#requestPass()
    } catch (error) {
      const code = codeOf(error, 'unreachable')
      if (HOPELESS.includes(code)) this.stage.value = { at: 'over', why: code }
      else this.unreachable.value = true
    }
  }

  /** One exchange at a time: two of them, both without a credential, would make two persons of this browser. */
  #requestPass(): Promise<Pass> {
    this.#exchange ??= this.#exchangeSecret().finally(() => {
      this.#exchange = undefined
    })
    return this.#exchange
  }

  async #exchangeSecret(): Promise<Pass> {
    const { room, secret } = this.#link
    const guest = guestCredential.peek()
    const pass = await this.#api.requestToken(guest === '' ? { room, secret } : { room, secret, guest })
    guestCredential.value = pass.guest
    this.unreachable.value = false
    this.role.value = pass.role
    this.roomName.value = pass.room.name
    this.#remember(pass)
    return pass
  }

  /**
   * Puts the room among those this browser knows. The address bar then shows the guests' link even to an owner:
   * what is copied from there by habit must invite, not hand over the room.
   */
  #remember(pass: Pass): void {
    const { room, secret, guestSecret } = this.#link
    const { role } = pass
    rememberRoom({
      room,
      secret,
      name: pass.room.name,
      role,
      visitedAtMs: Date.now(),
      ...(role === 'owner' && guestSecret !== undefined ? { guestSecret } : {}),
    })
    if (this.guestSecret !== undefined) showAddress(guestPath(room, this.guestSecret))
  }

  #enter(live: LiveRoom): void {
    live.room.on('closed', (error) => {
      if (this.stage.peek().at === 'room') this.#end(error?.code ?? 'left')
      live.dispose()
    })
    this.stage.value = { at: 'room', live }
  }

  #end(why: Ending | undefined): void {
    if (why === undefined) return
    this.#hadMicrophone = this.desk.microphone.peek().is === 'on'
    this.desk.closeMicrophone()
    this.stage.value = { at: 'over', why }
  }
}
