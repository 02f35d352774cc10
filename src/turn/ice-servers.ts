/**
 * The ICE servers for one session: what every provider that is configured and well has to give, each credential good
 * for minutes. Own servers that the scoreboard marks are left out; a provider that fails leaves the other one's.
 */

import type { CloudflareCredential, IceServer } from './cloudflare-credential.ts'
import { mintCoturnCredential } from './coturn-credential.ts'
import { type OwnServer, stunUrls, turnUrls } from './own-servers.ts'
import type { TurnProvider } from './revoke.ts'
import { type Scoreboard, usable } from './scoreboard.ts'
import type { OwnTurn, TurnSettings } from './settings.ts'

/**
 * Ten minutes: coturn cannot take a credential back, so this is how long one that leaks, or of somebody who was removed,
 * opens anything. It is asked for just before it is used, and asking again is one request; what runs by it already goes
 * on (docs/turn.md).
 */
export const CREDENTIAL_LIFETIME_MS = 600_000
/** Early enough for several attempts before it expires. */
const REFRESH_AFTER_SHARE = 0.8

/** Why the list is empty, or shorter than it could be. */
export const TURN_REASONS = ['not-configured', 'servers-down', 'provider-unavailable'] as const
export type TurnReason = (typeof TURN_REASONS)[number]

export interface IceServers {
  iceServers: IceServer[]
  expiresAtMs: number
  refreshAtMs: number
  reason: TurnReason | null
}

/** A credential that was made, for whoever may have to take it back. */
export interface Minted {
  provider: TurnProvider
  username: string
}

export interface IceMeans {
  board(): Promise<Scoreboard>
  /** By Cloudflare's API; null when it cannot be had now. */
  mintCloudflare(lifetimeMs: number): Promise<CloudflareCredential | null>
}

interface Share {
  iceServers: IceServer[]
  minted: Minted[]
  reason: TurnReason | null
}

/** `name` is the opaque one that an own server's credential carries. */
export async function gatherIceServers(
  settings: TurnSettings,
  name: string,
  nowMs: number,
  means: IceMeans,
): Promise<{ answer: IceServers; minted: Minted[] }> {
  const expiresAtMs = nowMs + CREDENTIAL_LIFETIME_MS
  const [cloudflare, own] = await Promise.all([
    settings.cloudflare === null ? null : cloudflareShare(means),
    settings.own === null ? null : ownShare(settings.own, means, name, nowMs, expiresAtMs),
  ])
  const shares = [cloudflare, own].filter((share) => share !== null)
  const reason =
    shares.length === 0 ? 'not-configured' : (shares.find((share) => share.reason !== null)?.reason ?? null)
  const answer = {
    iceServers: shares.flatMap(({ iceServers }) => iceServers),
    expiresAtMs,
    refreshAtMs: nowMs + REFRESH_AFTER_SHARE * CREDENTIAL_LIFETIME_MS,
    reason,
  }
  return { answer, minted: shares.flatMap(({ minted }) => minted) }
}

async function cloudflareShare({ mintCloudflare }: IceMeans): Promise<Share> {
  const credential = await mintCloudflare(CREDENTIAL_LIFETIME_MS)
  if (credential === null) return { iceServers: [], minted: [], reason: 'provider-unavailable' }
  const { iceServers, username } = credential
  return { iceServers, minted: [{ provider: 'cloudflare', username }], reason: null }
}

async function ownShare(
  { servers, secret }: OwnTurn,
  { board }: IceMeans,
  name: string,
  nowMs: number,
  expiresAtMs: number,
): Promise<Share> {
  const chosen = usable(servers, await board(), nowMs)
  const reason = chosen.length < servers.length ? 'servers-down' : null
  if (chosen.length === 0) return { iceServers: [], minted: [], reason }
  const signed = await mintCoturnCredential(name, expiresAtMs, secret)
  const iceServers = [...stunServer(chosen), ...chosen.map((server) => ({ urls: turnUrls(server), ...signed }))]
  return { iceServers, minted: [{ provider: 'coturn', username: signed.username }], reason }
}

function stunServer(servers: readonly OwnServer[]): IceServer[] {
  const urls = servers.flatMap(stunUrls)
  return urls.length === 0 ? [] : [{ urls }]
}
