/** What senders have sent, and when. */

import type { SentMessage } from './evidence.ts'

export class Sent {
  readonly messages: SentMessage[] = []
  /** What went wrong that must not, told in a sentence each. */
  readonly complaints: string[] = []
  #onEnd: () => void = () => {}

  /** It is to be in its clip byte for byte, or is lost. */
  add(clip: string | undefined, file: Uint8Array<ArrayBuffer>, durationMs: number): void {
    this.messages.push({
      clip,
      judge: async (stored) => {
        const isThere = clip !== undefined && stored.equals(file)
        return { clip, bytes: file.length, lostBytes: isThere ? 0 : file.length, lostMs: isThere ? 0 : durationMs }
      },
    })
  }

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
