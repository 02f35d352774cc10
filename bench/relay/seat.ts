/**
 * What the generator must know to sit down at a server, whichever it is: where to connect and what to say first.
 * Plain data, because it travels from the process that starts servers to the one that makes the load.
 */

export interface Seat {
  url: string
  subprotocols: string[]
  /** A text to send when the socket is open, and how the text begins that says "you are in". */
  opening?: { say: string; until: string }
}

/** A server under test. Adding one means a file in bench/relay/servers and a line in servers/index.ts. */
export interface Server {
  /** As many seats of one fresh room. */
  seats(count: number): Promise<Seat[]>
  /** How many members hear one packet when `members` sit in the room. */
  listeners(members: number): number
  stop(): Promise<void>
}
