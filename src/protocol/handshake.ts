/**
 * The opening of a connection (docs/protocol.md, C1–C4) and the two strings that keep it alive (C24–C27).
 * The token travels in the subprotocol header, so that it stands in no URL and in no access log.
 */

export const SUBPROTOCOL = 'earshot.v1'
const TOKEN_PREFIX = 'token.'

/** Answered by the runtime itself: no room wakes for a ping. */
export const PING = 'ping'
export const PONG = 'pong'
/** Stop-and-wait: the next ping leaves this long after the last pong. */
export const PING_INTERVAL_MS = 1_000
/** A pong later than this makes the next ping leave at once. */
export const LATE_PONG_MS = 1_000
/** A socket whose last pong is older is dead: the room closes it and its client gives it up. */
export const DEAD_AFTER_MS = 60_000
/** An open socket that has not said `hello` by now is closed. */
export const HELLO_WITHIN_MS = 10_000
/** For this long a member whose socket is gone is *reconnecting*, not *left*. */
export const RECONNECTING_MS = 15_000

/** The subprotocols that a client offers: the protocol and its token. */
export const offeredSubprotocols = (token: string): [string, string] => [SUBPROTOCOL, TOKEN_PREFIX + token]

/**
 * Reads a `Sec-WebSocket-Protocol` header. `supported` is whether this protocol is offered at all;
 * `token` is the bearer's, when there is exactly one.
 */
export function readOffer(header: string | null): { supported: boolean; token: string | undefined } {
  const offered = (header ?? '').split(',').map((value) => value.trim())
  const tokens = offered.filter((value) => value.startsWith(TOKEN_PREFIX))
  return {
    supported: offered.includes(SUBPROTOCOL),
    token: tokens.length === 1 ? tokens[0]?.slice(TOKEN_PREFIX.length) : undefined,
  }
}
