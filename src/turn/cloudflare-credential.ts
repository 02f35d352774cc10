/**
 * Cloudflare Realtime's TURN: credentials by its API, and taking them back
 * (https://developers.cloudflare.com/realtime/turn/generate-credentials/). Neither the token nor a credential is ever
 * logged: of an answer that is refused, its status alone is told.
 */

import * as v from 'valibot'
import type { CloudflareTurn } from './settings.ts'

const API = 'https://rtc.live.cloudflare.com/v1/turn/keys'
/** It usually answers in a fraction of a second; somebody who wants to talk is waiting. */
const ANSWER_WITHIN_MS = 3_000

/** Browsers refuse to connect to it (it is DNS's), and wait for it in vain. */
const PORT_OF_DNS = /:53(?:\?|$)/
const ICE_URL = /^(?:stun|turns?):/

const Urls = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((url) => [url]),
  ),
])
const Minted = v.object({
  iceServers: v.array(v.object({ urls: Urls, username: v.optional(v.string()), credential: v.optional(v.string()) })),
})

export interface IceServer {
  urls: string[]
  username?: string | undefined
  credential?: string | undefined
}

export interface CloudflareCredential {
  iceServers: IceServer[]
  username: string
}

/** The provider is wrong, or out of reach. */
export class TurnProviderError extends Error {
  override readonly name = 'TurnProviderError'
}

export async function mintCloudflareCredential(
  turn: CloudflareTurn,
  lifetimeMs: number,
): Promise<CloudflareCredential> {
  const response = await post(turn, 'generate-ice-servers', { ttl: lifetimeMs / 1_000 })
  if (!response.ok) throw refused(response)
  const answer = v.safeParse(Minted, await response.json().catch(() => undefined))
  if (!answer.success) throw new TurnProviderError('Cloudflare’s TURN API answered something else than ICE servers.')
  const iceServers = answer.output.iceServers.map(forBrowsers).filter(({ urls }) => urls.length > 0)
  const username = iceServers.find(({ credential }) => credential !== undefined)?.username
  if (username === undefined) throw new TurnProviderError('Cloudflare’s TURN API answered without a credential.')
  return { iceServers, username }
}

/** Once it resolves, the credential opens nothing more; one that is gone already does not either. */
export async function revokeCloudflareCredential(turn: CloudflareTurn, username: string): Promise<void> {
  const response = await post(turn, `${encodeURIComponent(username)}/revoke`)
  if (!response.ok && response.status !== 404) throw refused(response)
  drop(response)
}

const forBrowsers = ({ urls, ...rest }: IceServer): IceServer => ({
  urls: urls.filter((url) => ICE_URL.test(url) && !PORT_OF_DNS.test(url)),
  ...rest,
})

async function post({ keyId, apiToken }: CloudflareTurn, path: string, body: object = {}): Promise<Response> {
  try {
    return await fetch(`${API}/${encodeURIComponent(keyId)}/credentials/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual', // the token is for this address alone
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
  } catch (cause) {
    throw new TurnProviderError('Cloudflare’s TURN API could not be reached.', { cause })
  }
}

function refused(response: Response): TurnProviderError {
  drop(response)
  return new TurnProviderError(`Cloudflare’s TURN API answered ${response.status}.`)
}

/** A body that nobody reads would hold its connection. Nobody waits for its end either. */
const drop = ({ body }: Response): void => void body?.cancel().catch(() => {})
