/**
 * The way into a room: its link, looked at from the door and exchanged for one pass after another by whoever goes in, and
 * what the server says of the room and of me with it. Knows which link to invite others with. Knows no markup.
 */

import { signal } from '@preact/signals'
import { EarshotApi, type EarshotErrorCode, type Role, type SeenLink } from '../../src/client/index.ts'
import { failedBy } from '../app/failed.ts'
import { showAddress } from '../app/place.ts'
import { guestCredential } from '../app/preferences.ts'
import {
  forgetLink,
  isMoreThan,
  type RememberedRoom,
  rememberEntrance,
  rememberGuests,
  rememberRoom,
} from '../links/remembered-rooms.ts'
import { guestPath, type RoomLink } from '../links/room-link.ts'

/** What is wrong with a link alone: another may open the room. */
const OF_THE_LINK: readonly EarshotErrorCode[] = ['wrong-link', 'invite-expired', 'invite-used-up', 'invite-revoked']
/** Whether whoever came by such a link may hand it on: it makes of others what it made of them. */
const IS_FOR_OTHERS: Record<Role, boolean> = { owner: false, moderator: false, speaker: true, listener: true }

export class WayIn {
  readonly roomName = signal<string | null>(null)
  /** What I would be in the room. */
  readonly role = signal<Role>('speaker')
  /** The secret to invite with: one's own, or, where that is not for others, the guests' that came with it. */
  readonly guestSecret = signal<string | undefined>(undefined)
  /** Whoever is invited with it comes to listen. */
  readonly guestsListen = signal(false)
  /** One's own link works for so long or for so many people: whoever handed it on would give away what was meant for few. */
  readonly isLimited = signal(false)

  #link: RoomLink
  /** What to try when that one does not open the room. */
  #otherLinks: readonly RoomLink[]
  readonly #api = new EarshotApi()
  /** The look at the links that is under way, or has found one that opens the room. */
  #look: Promise<void> | undefined
  /** The exchange of the link's secret for a token that is under way. */
  #exchange: Promise<string> | undefined

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

  /** Asks what the link does. Nobody comes in by that, and of an invite for so many people no place is taken. */
  knock(): Promise<void> {
    const look = this.#tryLinks()
    this.#look = look
    look.catch(() => {
      if (this.#look === look) this.#look = undefined
    })
    return look
  }

  /** One exchange at a time: two of them, both without a credential, would make two persons of this browser. */
  token(): Promise<string> {
    this.#exchange ??= this.#goIn().finally(() => {
      this.#exchange = undefined
    })
    return this.#exchange
  }

  /** The link to invite with is another one from now on, or none. */
  changeGuests(guestSecret: string | undefined): void {
    this.guestSecret.value = guestSecret
    this.guestsListen.value = false
    rememberGuests(this.room, guestSecret)
    showAddress(guestSecret === undefined ? `/r/${this.room}` : guestPath(this.room, guestSecret))
  }

  /** The first of the links that opens the room, unless another that this browser holds is known to let one do more. */
  async #tryLinks(): Promise<void> {
    const [next] = this.#otherLinks
    try {
      const seen = await this.#api.look(this.#shown())
      if (next === undefined || !isMoreThan(seen.invite.role, next)) return this.#accept(seen)
      this.#takeNext()
    } catch (error) {
      this.#giveUpLink(error)
    }
    return this.#tryLinks()
  }

  async #goIn(): Promise<string> {
    await (this.#look ?? this.knock())
    try {
      const { token, guest } = await this.#api.requestToken(this.#shown())
      guestCredential.value = guest
      rememberEntrance(this.#link)
      return token
    } catch (error) {
      this.#giveUpLink(error)
    }
    await this.knock()
    return this.#goIn()
  }

  #shown(): { room: string; secret: string; guest?: string } {
    const { room, secret } = this.#link
    const guest = guestCredential.peek()
    return guest === '' ? { room, secret } : { room, secret, guest }
  }

  /** Throws `error` where no other link may help. */
  #giveUpLink(error: unknown): void {
    const isOfTheLink = OF_THE_LINK.includes(failedBy(error, 'unreachable').code)
    if (!isOfTheLink || this.#otherLinks.length === 0) throw error
    forgetLink(this.#link)
    this.#takeNext()
  }

  #takeNext(): void {
    const [next = this.#link, ...others] = this.#otherLinks
    this.#link = next
    this.#otherLinks = others
  }

  /**
   * Puts the room among those this browser knows. The address bar then shows the guests' link even to an owner:
   * what is copied from there by habit must invite, not hand over the room.
   */
  #accept({ room, role, invite }: SeenLink): void {
    const isLimited = invite.maxPeople !== null || invite.expiresAtMs !== null
    const isForOthers = IS_FOR_OTHERS[invite.role] && !isLimited
    const guestSecret = isForOthers ? this.#link.secret : (this.guestSecret.peek() ?? this.#link.guestSecret)
    const link = linkOf(this.#link, isForOthers ? undefined : guestSecret)
    rememberRoom({ ...link, name: room.name, role: invite.role, visitedAtMs: Date.now() })
    this.role.value = role
    this.roomName.value = room.name
    this.guestSecret.value = guestSecret
    this.isLimited.value = isLimited
    this.guestsListen.value = isForOthers && invite.role === 'listener'
    if (guestSecret !== undefined) showAddress(guestPath(room.id, guestSecret))
  }
}

const linkOf = ({ room, secret }: RoomLink, guestSecret: string | undefined): RoomLink =>
  guestSecret === undefined ? { room, secret } : { room, secret, guestSecret }
