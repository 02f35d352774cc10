/**
 * One member's connection to a server under test, whatever is spoken on it: it says packets of audio and hears those of
 * the others. The generator knows nothing else of a server.
 */

export interface Line {
  /** Says 20 ms of audio, one Opus packet of `payload`, captured now. */
  say(payload: Uint8Array): void
  /** WebSocket messages, or what the protocol has in their place, since the line opened; keeping it alive not counted. */
  readonly messagesOut: number
  readonly messagesIn: number
  close(): void
}

/** One packet's payload begins at `from` in `bytes`; it holds during the call only. */
export type Hear = (bytes: Uint8Array, from: number) => void
