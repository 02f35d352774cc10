/**
 * The way into a room: its link, exchanged for one pass after another, and what the server says of the room and of me with
 * it. Knows which link to invite others with. Knows no markup.
 */

import { signal } from '@preact/signals'
import { EarshotApi, type EarshotErrorCode, type Role } from '../../src/client/index.ts'
import { failedBy } from '../app/failed.ts'
import { showAddress } from '../app/place.ts'
import { guestCredential } from '../app/preferences.ts'
import { forgetLink, isMoreThan, type RememberedRoom, rememberGuests, rememberRoom } from '../links/remembered-rooms.ts'
import { guestPath, type RoomLink } from '../links/room-link.ts'

type Pass = Awaited<ReturnType<EarshotApi['requestToken']>>

/** What is wrong with a link alone: another may open the room. */
const OF_THE_LINK: readonly EarshotErrorCode[] = ['wrong-link', 'invite-expired', 'invite-used-up', 'invite-revoked']
/** Whether whoever came by such a link may hand it on: it makes of others what it made of them. */
const IS_FOR_OTHERS: Record<Role, boolean> = { owner: false, moderator: false, speaker: true, listener: true }
/** A token that is about to expire is not worth a connection. */
const TOKEN_MARGIN_MS = 60_000

export class WayIn {
  readonly roomName = signal<string | null>(null)
  /** What the link makes of me; the room may have given me another role since. */
  readonly role = signal<Role>('speaker')
  /** The secret to invite with: one's own, or, where that is not for others, the guests' that came with it. */
  readonly guestSecret = signal<string | undefined>(undefined)

  #link: RoomLink
  /** What to try when that one does not open the room. */
  #otherLinks: readonly RoomLink[]
  readonly #api = new EarshotApi()
  #pass: Pass | undefined
  /** The exchange of the link's secret for a pass that is under way. */
  #exchange: Promise<Pass> | undefined

  /** `known`: what this browser remembers of the room, shown until the server has answered. */
  constructor(link: RoomLink, otherLinks: readonly RoomLink[], known: RememberedRoom | undefined) {
    this.#link = link
    this.#otherLinks = otherLinks
    this.roomName.value = known?.name ?? null
    this.role.value = known?.role ?? 'speaker'
  }

  get room(): string {
    return this.#link.room
  }

  /** The owner's link, for an owner. */
  get ownersLink(): RoomLink | undefined {
    return this.role.value === 'owner' ? linkOf(this.#link, this.guestSecret.value) : undefined
  }

  /** Asks whether the link opens anything. */
  async knock(): Promise<void> {
    this.#pass = await this.#requestPass()
  }

  /** The first connection uses the pass that opened the door; whoever asks again gets a fresh one. */
  async token(): Promise<string> {
    let pass = this.#pass
    if (pass === undefined || pass.expiresAtMs - Date.now() <= TOKEN_MARGIN_MS) pass = await this.#requestPass()
    this.#pass = undefined // also the one of a knock that was answered just now
    return pass.token
  }

  /** The link to invite with is another one from now on, or none. */
  changeGuests(guestSecret: string | undefined): void {
    this.guestSecret.value = guestSecret
    rememberGuests(this.room, guestSecret)
    showAddress(guestSecret === undefined ? `/r/${this.room}` : guestPath(this.room, guestSecret))
  }

  /** One exchange at a time: two of them, both without a credential, would make two persons of this browser. */
  #requestPass(): Promise<Pass> {
    this.#exchange ??= this.#tryLinks().finally(() => {
      this.#exchange = undefined
    })
    return this.#exchange
  }

  /** The first of the links that opens the room, unless another that this browser holds is known to let one do more. */
  async #tryLinks(): Promise<Pass> {
    const [next, ...others] = this.#otherLinks
    try {
      const pass = await this.#show(this.#link)
      if (next === undefined || !isMoreThan(pass.role, next)) return this.#accept(pass)
    } catch (error) {
      if (next === undefined || !OF_THE_LINK.includes(failedBy(error, 'unreachable').code)) throw error
      forgetLink(this.#link)
    }
    this.#link = next
    this.#otherLinks = others
    return this.#tryLinks()
  }

  async #show({ room, secret }: RoomLink): Promise<Pass> {
    const guest = guestCredential.peek()
    const pass = await this.#api.requestToken(guest === '' ? { room, secret } : { room, secret, guest })
    guestCredential.value = pass.guest
    return pass
  }

  /**
   * Puts the room among those this browser knows. The address bar then shows the guests' link even to an owner:
   * what is copied from there by habit must invite, not hand over the room.
   */
  #accept(pass: Pass): Pass {
    const { role, room } = pass
    const isForOthers = IS_FOR_OTHERS[role]
    const guestSecret = isForOthers ? this.#link.secret : (this.guestSecret.peek() ?? this.#link.guestSecret)
    const link = linkOf(this.#link, isForOthers ? undefined : guestSecret)
    rememberRoom({ ...link, name: room.name, role, visitedAtMs: Date.now() })
    this.role.value = role
    this.roomName.value = room.name
    this.guestSecret.value = guestSecret
    if (guestSecret !== undefined) showAddress(guestPath(room.id, guestSecret))
    return pass
  }
}

const linkOf = ({ room, secret }: RoomLink, guestSecret: string | undefined): RoomLink =>
  guestSecret === undefined ? { room, secret } : { room, secret, guestSecret }
