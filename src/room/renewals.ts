/**
 * Tokens for those who are in and whose own is about to expire [C40]. What is handed out belongs to their session from
 * then on [C4]. Pure: the edge has the keys.
 */

import { RENEW_EVERY_MS } from '../protocol/limits.ts'
import { type Effect, tell } from './effect.ts'
import { type Member, withToken } from './member.ts'
import type { Membership } from './membership.ts'
import { refusal } from './refusal.ts'

export interface MintedToken {
  token: string
  /** Its `jti`. */
  tokenId: string
  expiresAtMs: number
}

export class Renewals<Connection> {
  readonly #membership: Membership<Connection>

  constructor(membership: Membership<Connection>) {
    this.#membership = membership
  }

  asked(connection: Connection, { profile }: Member<Connection>, nowMs: number): Effect<Connection>[] {
    const waitMs = (profile.renewedAtMs ?? Number.NEGATIVE_INFINITY) + RENEW_EVERY_MS - nowMs
    if (waitMs > 0) {
      const sentence = `A new token was asked for a moment ago. Ask again in ${Math.ceil(waitMs / 1_000)} s.`
      return [refusal(connection, 'too-often', sentence)]
    }
    profile.renewedAtMs = nowMs
    const { person, role, fixedName, invite } = profile
    return [{ do: 'mint', connection, participant: { person, role, name: fixedName, invite } }]
  }

  /** The edge's answer to a `mint` effect. Whoever has lost the line meanwhile has not got it, and asks again. */
  minted(connection: Connection, { token, tokenId, expiresAtMs }: MintedToken): Effect<Connection>[] {
    const member = this.#membership.roster.at(connection)
    if (member === undefined) return []
    member.profile.tokens = withToken(member.profile.tokens, tokenId)
    return [...this.#membership.attach(member), ...tell([connection], { type: 'token', token, expiresAtMs })]
  }
}
