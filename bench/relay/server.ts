/** What is measured: a server in a process of its own, and the lines that lead into its room. */

import type { LineDescription } from '../load/line.ts'
import type { Load } from './load.ts'

export interface Server {
  /** The process whose time and memory are the server's. */
  pid: number
  /** What runs, by name and version. */
  version: string
  /** As many lines into one fresh room as the load has members; those who speak come first. */
  lines(load: Load): Promise<LineDescription[]>
  /**
   * Messages that the newest room has received so far, by its own count; for a server whose members send more to keep
   * their connections alive, which does not count.
   */
  received?(): Promise<number>
  /** Ends it at once, whatever it still has to do. */
  stop(): Promise<void>
}

/** A server under test. Adding one means a file in bench/relay/servers and a line in servers/index.ts. */
export type StartServer = () => Promise<Server>

/** This server cannot run on this machine; the message is what to do about it. */
export class MissingServer extends Error {}
