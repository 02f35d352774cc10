/**
 * A line: one connection of one member, as the generator knows it, whatever server it goes to. The generator runs in a
 * process of its own and opens its lines there, so a line is described by plain data: the module that opens it, and what
 * that module needs to know.
 *
 * Next: bench/load/generate.ts, which starts the generator
 */

/** What became of a packet that was handed to a line. */
export type Sending =
  /** It is on its way, or held for a moment to leave with the next ones: everybody else should receive it. */
  | 'sent'
  /** It goes to the server, which has said that it passes on nothing of this speaker at present. */
  | 'unheard'
  /** There is no connection; it is gone. */
  | 'offline'

/** What has gone over a line since it was opened, both ways, all its connections together. */
export interface Traffic {
  messagesIn: number
  messagesOut: number
  bytesIn: number
  bytesOut: number
}

export interface Line {
  /** Sends one packet in Earshot's layout (src/protocol/packet.ts), speaker 0. The bytes may be reused at once. */
  send(packet: Uint8Array): Sending
  traffic(): Traffic
  /** How often the connection was lost without being told to. Not on lines that do not come back. */
  readonly losses?: number
  /** Stops reading, as a listener whose device has fallen asleep; `wake` goes on. Only on lines that can. */
  sleep?(): void
  wake?(): void
  /** Loses the connection without a word; resolves when the line is back in. Only on lines that come back. */
  drop?(): Promise<void>
  /** Leaves; resolves when the connection is over, or is given up. */
  close(): Promise<void>
}

/** Called with every audio message: packets back to back. `bytes` is a view that holds during the call only. */
export type OnAudio = (bytes: Uint8Array) => void

/** Plain data: it travels from one process to another. */
export interface LineDescription {
  /** The URL of a module that exports `openLine`, as `import.meta.resolve` or `new URL(…, import.meta.url).href` give it. */
  module: string
  /** What `openLine` is called with. */
  where: unknown
}

/** What the module of a line exports under the name `openLine`. Rejects with an error that says what to do. */
export type OpenLine = (where: never, onAudio: OnAudio) => Promise<Line>
