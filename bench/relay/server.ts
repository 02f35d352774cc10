/**
 * What is measured: a server in a process of its own, and what the generator must know to take a seat in it. Seats are
 * plain data, because they travel from the process that starts servers to the one that makes the load.
 */

import type { Load } from './load.ts'

/** A place in a server's room, by the protocol that is spoken there. */
export type Seat =
  | { protocol: 'earshot'; url: string; token: string; name: string }
  | { protocol: 'hub'; url: string }
  | { protocol: 'mumble'; port: number; name: string }

export interface Server {
  /** The process whose time and memory are the server's. */
  pid: number
  /** What runs, by name and version. */
  version: string
  /** As many seats of one fresh room as the load has members; those who speak come first. */
  seats(load: Load): Promise<Seat[]>
  /** Ends it at once, whatever it still has to do. */
  stop(): Promise<void>
}

/** A server under test. Adding one means a file in bench/relay/servers and a line in servers/index.ts. */
export type StartServer = () => Promise<Server>

/** This server cannot run on this machine; the message is what to do about it. */
export class MissingServer extends Error {}
