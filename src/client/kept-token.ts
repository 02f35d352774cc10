/**
 * The token that opened the last connection, kept for the next ones while it is good: coming back then needs nothing of
 * the application, nor of the index behind it. It reads the token's expiry and checks nothing: that is the server's. Pure.
 */

/** Longer than a request takes and two clocks usually differ; one kept for too long is refused, and asked for anew. */
const SPARE_MS = 60_000

export class KeptToken {
  #token: string | undefined
  #goodUntilMs = 0

  keep(token: string): void {
    this.#token = token
    this.#goodUntilMs = (expiryMs(token) ?? 0) - SPARE_MS
  }

  drop(): void {
    this.#token = undefined
  }

  /** The token; undefined when there is none, or it is good for less than a minute, or does not say. `nowMs`: since 1970. */
  at(nowMs: number): string | undefined {
    return nowMs < this.#goodUntilMs ? this.#token : undefined
  }
}

/** RFC 7519 §4.1.4, in ms since 1970; undefined when it cannot be read. */
export const expiryMs = (jwt: string): number | undefined => timeIn(claimsOf(jwt).exp)

/** RFC 7519 §4.1.6, by the clock of whoever made it. */
export const issuedMs = (jwt: string): number | undefined => timeIn(claimsOf(jwt).iat)

/** RFC 7519 §4.1.2: the person that it speaks for; undefined when it cannot be read, and then no server takes it either. */
export function personIn(jwt: string): string | undefined {
  const { sub } = claimsOf(jwt)
  return typeof sub === 'string' ? sub : undefined
}

function claimsOf(jwt: string): { sub?: unknown; iat?: unknown; exp?: unknown } {
  try {
    const payload = jwt.split('.')[1] ?? ''
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {}
  } catch {
    return {} // no base64url, no JSON: an application's own kind of token
  }
}

const timeIn = (seconds: unknown): number | undefined => (typeof seconds === 'number' ? seconds * 1_000 : undefined)
