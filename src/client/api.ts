/**
 * The HTTP API as the SDK uses it: rooms, tokens, pages of a log, clips, doors. Runs on the page and in the network worker; what
 * goes over the line is src/client/http.ts's.
 */

import * as v from 'valibot'
import { Count, LinkSecret, PersonId, RoomId, TimeMs } from '../protocol/fields.ts'
import { type GivenRole, Role } from '../protocol/roles.ts'
import { ReadEntry } from '../protocol/room-message.ts'
import {
  ClipDetails,
  ClipLink,
  ClipPage,
  Forwarded,
  Listeners,
  Outbox,
  PostedTalk,
  Receipt,
  Unread,
} from './clip-details.ts'
import { IceServers, type Invite, InviteList, type KnownPerson, NewInvite, PeopleList } from './door-details.ts'
import { type Ask, asJson, ask, once, withToken } from './http.ts'

/** 64 KiB of talk over the slowest line that one can still talk over, 32 kb/s, twice. */
const POSTED_WITHIN_MS = 30_000

const RoomName = v.object({ id: RoomId, name: v.nullable(v.string()) })
const CreatedRoom = v.object({ room: RoomName, ownerSecret: LinkSecret, guestSecret: LinkSecret })
const GrantedToken = v.object({
  token: v.string(),
  expiresAtMs: TimeMs,
  role: Role,
  person: PersonId,
  guest: v.string(),
  room: RoomName,
})
const SeenLink = v.object({
  room: RoomName,
  role: Role,
  invite: v.object({ role: Role, expiresAtMs: v.nullable(TimeMs), maxPeople: v.nullable(Count) }),
})
const EntryPage = v.object({ entries: v.array(ReadEntry) })
/** An answer that says nothing but that it was done. */
const Done = v.unknown()

/** A new room and the secrets of its two links: `{origin}/r/{room.id}#{secret}`. */
export type CreatedRoom = v.InferOutput<typeof CreatedRoom>
/** A token for one room, valid until `expiresAtMs` (ms since 1970), and `guest`, the credential that names this person again. */
export type GrantedToken = v.InferOutput<typeof GrantedToken>
/** What a link does: `role` is what one would be in the room, `invite.role` what the link makes of others. */
export type SeenLink = v.InferOutput<typeof SeenLink>

export interface RoomOptions {
  name?: string
  /** How many members are heard at a time, 1…16; 4 when absent. */
  maxSpeakers?: number
  /** The talk of those who agree becomes clips; false when absent. */
  keepTalk?: boolean
  /** For how many days clips stay, 1…3650; null, as when absent: until somebody deletes them. */
  keepDays?: number | null
}

export interface InviteOptions {
  /** What those who come by it are; `speaker` when absent. */
  role?: GivenRole | 'owner'
  /** For the owner's eyes: whom it is for. */
  label?: string
  /** It never expires when absent. */
  expiresInSeconds?: number
  /** How many people may come by it; any number when absent. */
  maxPeople?: number
}

/** A clip, and who asks. */
interface OfClip {
  clip: string
  token: string
}
interface OfRoom {
  room: string
  token: string
}

export class EarshotApi {
  readonly #server: string

  /** `server`: the origin of an Earshot server, `https://voice.example`; this page's own when absent. */
  constructor(server: string = location.origin) {
    this.#server = server
  }

  /**
   * Makes a room (POST /v1/rooms): one, even where a line that fails has it asked for twice.
   * @throws {EarshotError} `rooms-closed`, `too-fast`, `unreachable`
   */
  createRoom(options: RoomOptions = {}): Promise<CreatedRoom> {
    return this.#ask(CreatedRoom, '/v1/rooms', once(asJson(options)))
  }

  /**
   * Exchanges a link's secret for a token (POST /v1/rooms/:room/tokens). Hand in the `guest` of an earlier answer to stay
   * the same person.
   * @throws {EarshotError} `wrong-link`, `invite-expired`, `invite-used-up`, `invite-revoked`, `room-unknown`, `too-fast`,
   * `unreachable`; by an invite for so many people also `removed`, `room-locked`
   */
  requestToken({ room, ...body }: { room: string; secret: string; guest?: string }): Promise<GrantedToken> {
    return this.#ask(GrantedToken, `${pathOf(room)}/tokens`, asJson(body))
  }

  /**
   * Asks what a link does, before one comes in by it: no token, and no place of an invite for so many people is taken
   * (POST /v1/rooms/:room/tokens with `look`).
   * @throws {EarshotError} as `requestToken`, and `removed`, `room-locked`
   */
  look({ room, ...body }: { room: string; secret: string; guest?: string }): Promise<SeenLink> {
    return this.#ask(SeenLink, `${pathOf(room)}/tokens`, asJson({ ...body, look: true }))
  }

  /** One page of a room's log: the newest `limit` entries below `before`, ascending (GET /v1/rooms/:room/entries). */
  async entries({ room, token, before, limit }: OfRoom & { before: number; limit: number }): Promise<ReadEntry[]> {
    const path = `${pathOf(room)}/entries?before=${before}&limit=${limit}`
    return (await this.#ask(EntryPage, path, withToken(token))).entries
  }

  /**
   * Hands in talk that the room has not kept (POST /v1/rooms/:room/talk): whole packets of one session, 256 KiB at the
   * most. `end`: the session is over, and its open talk with it.
   */
  postTalk(post: OfRoom & { session: string; bytes: Uint8Array<ArrayBuffer>; end: boolean }): Promise<PostedTalk> {
    const { room, token, session, bytes, end } = post
    const headers = { 'content-type': 'application/octet-stream', 'earshot-session': session }
    const init = withToken(token, { method: 'POST', headers, body: bytes })
    const path = `${pathOf(room)}/talk${end ? '?end=true' : ''}`
    return this.#ask(PostedTalk, path, { ...init, withinMs: POSTED_WITHIN_MS })
  }

  /** A page of a room's clips, newest first (GET /v1/rooms/:room/clips). `before`: the `next` of the page before. */
  clips({ room, token, ...page }: OfRoom & { before?: string; limit?: number }): Promise<ClipPage> {
    const query = new URLSearchParams(Object.entries(page).map(([key, value]) => [key, String(value)]))
    return this.#ask(ClipPage, `${pathOf(room)}/clips?${query}`, withToken(token))
  }

  /** GET /v1/clips/:clip. @throws {EarshotError} `clip-unknown`, `clip-deleted` */
  clip({ clip, token }: OfClip): Promise<ClipDetails> {
    return this.#ask(ClipDetails, clipPath(clip), withToken(token))
  }

  /** A signed address of a clip's sound, absolute (POST /v1/clips/:clip/links). */
  async clipLink({ clip, token }: OfClip): Promise<ClipLink> {
    const link = await this.#ask(ClipLink, `${clipPath(clip)}/links`, withToken(token, asJson({})))
    return { ...link, url: new URL(link.url, this.#server).href }
  }

  /** Notes that somebody has listened to a clip, as far as `uptoMs` or to its end (POST /v1/clips/:clip/heard). */
  markHeard({
    clip,
    token,
    ...heard
  }: OfClip & { name: string; uptoMs?: number }): Promise<v.InferOutput<typeof Listeners>> {
    return this.#ask(Listeners, `${clipPath(clip)}/heard`, withToken(token, asJson(heard)))
  }

  /**
   * Passes a clip on into a room: `link` is the address that `clipLink` gave out for it, `id` a `randomId` of yours, with
   * which it is the same message when it is asked for again (POST /v1/rooms/:room/forwards).
   * @throws {EarshotError} `clip-unknown`, `clip-deleted`, `not-allowed`
   */
  forward({ room, token, link, ...wish }: OfRoom & { id: string; link: string; name: string }): Promise<Forwarded> {
    const signed = new URL(link).searchParams.get('link') ?? ''
    return this.#ask(Forwarded, `${pathOf(room)}/forwards`, withToken(token, asJson({ ...wish, link: signed })))
  }

  /** What whoever has this token has missed in a room, without joining it (GET /v1/rooms/:room/unread). */
  unread({ room, token }: OfRoom): Promise<Unread> {
    return this.#ask(Unread, `${pathOf(room)}/unread`, withToken(token))
  }

  /** Deletes a clip for ever (DELETE /v1/clips/:clip): its speaker may, and an owner. */
  deleteClip({ clip, token, name }: OfClip & { name: string }): Promise<Receipt> {
    const path = `${clipPath(clip)}?${new URLSearchParams({ name })}`
    return this.#ask(Receipt, path, withToken(token, { method: 'DELETE' }))
  }

  /** The owner's: talk on its way into storage (GET /v1/rooms/:room/outbox). */
  outbox({ room, token }: OfRoom): Promise<Outbox> {
    return this.#ask(Outbox, `${pathOf(room)}/outbox`, withToken(token))
  }

  /** The owner's: tries again what is stuck (POST /v1/rooms/:room/outbox/:clip/retry). */
  async retryClip({ room, clip, token }: OfRoom & OfClip): Promise<void> {
    await this.#ask(Done, `${pathOf(room)}/outbox/${encodeURIComponent(clip)}/retry`, withToken(token, asJson({})))
  }

  /** The owner's: a room's invites (GET /v1/rooms/:room/invites). */
  async invites({ room, token }: OfRoom): Promise<Invite[]> {
    return (await this.#ask(InviteList, `${pathOf(room)}/invites`, withToken(token))).invites
  }

  /** The owner's: a new link into a room (POST /v1/rooms/:room/invites). */
  makeInvite({ room, token, ...options }: OfRoom & InviteOptions): Promise<NewInvite> {
    return this.#ask(NewInvite, `${pathOf(room)}/invites`, once(withToken(token, asJson(options))))
  }

  /** The owner's: the link lets nobody in any more (DELETE /v1/rooms/:room/invites/:invite). */
  async revokeInvite({ room, token, invite }: OfRoom & { invite: string }): Promise<void> {
    const path = `${pathOf(room)}/invites/${encodeURIComponent(invite)}`
    await this.#ask(Done, path, withToken(token, { method: 'DELETE' }))
  }

  /** An owner's or a moderator's: everybody who has been in a room (GET /v1/rooms/:room/people). */
  async people({ room, token }: OfRoom): Promise<KnownPerson[]> {
    return (await this.#ask(PeopleList, `${pathOf(room)}/people`, withToken(token))).people
  }

  /** The owner's: destroys a room with all it holds (DELETE /v1/rooms/:room). */
  async destroyRoom({ room, token }: OfRoom): Promise<void> {
    await this.#ask(Done, pathOf(room), withToken(token, { method: 'DELETE' }))
  }

  /** Relays for calls from member to member (POST /v1/rooms/:room/ice-servers). */
  iceServers({ room, token }: OfRoom): Promise<IceServers> {
    return this.#ask(IceServers, `${pathOf(room)}/ice-servers`, withToken(token, asJson({})))
  }

  #ask<Answer>(schema: v.GenericSchema<unknown, Answer>, path: string, init: Ask): Promise<Answer> {
    return ask(schema, new URL(path, this.#server), init)
  }
}

const pathOf = (room: string): string => `/v1/rooms/${encodeURIComponent(room)}`
const clipPath = (clip: string): string => `/v1/clips/${encodeURIComponent(clip)}`
