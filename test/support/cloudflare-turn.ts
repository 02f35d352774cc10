/**
 * Cloudflare Realtime's TURN API as it is documented, without Cloudflare: what is asked of it is kept, and who asks with
 * another token, for longer than it gives, or for what is not there is refused as it would
 * (https://developers.cloudflare.com/realtime/turn/generate-credentials/).
 */

export const TURN_KEY_ID = 'key-of-the-tests'
export const TURN_KEY_API_TOKEN = 'token-of-the-tests'
const CREDENTIALS = `https://rtc.live.cloudflare.com/v1/turn/keys/${TURN_KEY_ID}/credentials`
const LONGEST_TTL_S = 48 * 3_600

export class FakeCloudflareTurn {
  readonly minted: { username: string; ttl: number }[] = []
  readonly revoked: string[] = []
  /** What it answers in place of anything; an error is the way to it being cut. */
  trouble: Response | Error | undefined
  requests = 0

  /** In place of `fetch`. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    this.requests += 1
    if (this.trouble instanceof Error) throw this.trouble
    if (this.trouble !== undefined) return this.trouble.clone()
    const request = new Request(input, init)
    const { url, method, headers } = request
    if (method !== 'POST' || !url.startsWith(`${CREDENTIALS}/`)) return new Response(null, { status: 404 })
    if (headers.get('authorization') !== `Bearer ${TURN_KEY_API_TOKEN}`) return new Response(null, { status: 401 })
    const path = url.slice(CREDENTIALS.length + 1)
    if (path === 'generate-ice-servers') return this.#mint(((await request.json()) as { ttl?: unknown }).ttl)
    return this.#revoke(/^([^/]+)\/revoke$/.exec(path)?.[1])
  }

  #mint(ttl: unknown): Response {
    if (!Number.isInteger(ttl) || Number(ttl) < 1 || Number(ttl) > LONGEST_TTL_S)
      return new Response(null, { status: 400 })
    const username = `cloudflare-user-${this.minted.length}`
    this.minted.push({ username, ttl: Number(ttl) })
    const host = 'turn.cloudflare.com'
    const urls = [
      `turn:${host}:3478?transport=udp`,
      `turn:${host}:53?transport=udp`,
      `turn:${host}:443?transport=udp`,
      `turn:${host}:3478?transport=tcp`,
      `turn:${host}:80?transport=tcp`,
      `turns:${host}:5349?transport=tcp`,
      `turns:${host}:443?transport=tcp`,
    ]
    const stun = { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'] }
    return Response.json(
      { iceServers: [stun, { urls, username, credential: `secret-of-${username}` }] },
      { status: 201 },
    )
  }

  #revoke(username: string | undefined): Response {
    if (!this.minted.some((one) => one.username === username)) return new Response(null, { status: 404 })
    this.revoked.push(String(username))
    return new Response(null, { status: 204 })
  }
}
