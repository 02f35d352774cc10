/**
 * The doors of a room as an application asks for them: who may come in by which link, who has been here, the room's own
 * end, and the relays for calls from member to member. All of it goes over HTTP; what is done to somebody who is here is
 * the room's (src/client/asking-room.ts).
 */

import type { EarshotApi, InviteOptions } from './api.ts'
import type { IceServers, Invite, KnownPerson, NewInvite } from './door-details.ts'
import type { PageTokens } from './page-tokens.ts'

/** What of the HTTP API it uses. */
export type DoorApi = Pick<
  EarshotApi,
  'invites' | 'makeInvite' | 'revokeInvite' | 'people' | 'destroyRoom' | 'iceServers'
>

export interface RoomDoorsParts {
  room: string
  api: DoorApi
  tokens: PageTokens
}

/** Every call may throw an `EarshotError`: `unreachable`, `too-fast`, `removed`, `not-allowed`, and what stands beside it. */
export class RoomDoors {
  readonly #parts: RoomDoorsParts

  constructor(parts: RoomDoorsParts) {
    this.#parts = parts
  }

  /** The owner's: all invites, also those that let nobody in any more, and who came by each. */
  invites(): Promise<Invite[]> {
    return this.#ask((of) => this.#parts.api.invites(of))
  }

  /**
   * The owner's: makes a link into the room, `{origin}/r/{room}#{secret}`. Nobody is told the secret again.
   * @throws {EarshotError} `too-many-invites`
   */
  invite(options: InviteOptions = {}): Promise<NewInvite> {
    return this.#ask((of) => this.#parts.api.makeInvite({ ...of, ...options }))
  }

  /** The owner's: from now on nobody new comes in by this invite. Whoever is here stays. */
  revoke(invite: string): Promise<void> {
    return this.#ask((of) => this.#parts.api.revokeInvite({ ...of, invite }))
  }

  /** An owner's or a moderator's: who has been here, those who were seen last first. */
  people(): Promise<KnownPerson[]> {
    return this.#ask((of) => this.#parts.api.people(of))
  }

  /** The owner's: destroys the room with all it holds, for ever. Everybody who is here is out, with `room-deleted`. */
  destroyRoom(): Promise<void> {
    return this.#ask((of) => this.#parts.api.destroyRoom(of))
  }

  /** Relays, with credentials of this person's own, for calls that members make to one another by `sendSignal`. */
  iceServers(): Promise<IceServers> {
    return this.#ask((of) => this.#parts.api.iceServers(of))
  }

  #ask<Answer>(call: (of: { room: string; token: string }) => Promise<Answer>): Promise<Answer> {
    const { room, tokens } = this.#parts
    return tokens.with((token) => call({ room, token }))
  }
}
