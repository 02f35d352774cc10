/** What senders have sent, and what went wrong that must not. */

export interface SentMessage {
  clip: string
  file: Uint8Array<ArrayBuffer>
  durationMs: number
}

export class Sent {
  readonly messages: SentMessage[] = []
  /** Bytes that had been acknowledged, and were not there afterwards. */
  lostBytes = 0
  /** Uploads of which something had been acknowledged, and that had to begin anew. */
  restartsFromZero = 0
  /** Told in a sentence each. */
  readonly complaints: string[] = []
  #onEnd: () => void = () => {}

  /** The last byte of an upload is on its way. */
  ends(): void {
    this.#onEnd()
  }

  /** Waits until one is. */
  nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEnd = resolve
    })
  }
}
