/** The listener who stops reading: what it finds when it wakes, and when it hears the present again. */

import type { MemberLine } from '../../load/member-line.ts'
import { eachHeard } from '../voice.ts'

export class Sleeper {
  asleepAtMs = Number.POSITIVE_INFINITY
  liveAtMs: number | undefined
  /** When the first ping after waking left. */
  pingedAtMs = Number.NaN
  backlogPackets = 0
  /** When the newest packet was sent that came out of the buffers. */
  lastOfBacklogMs = 0
  #wokeAtMs = Number.POSITIVE_INFINITY
  #line: MemberLine | undefined

  fallAsleep(line: MemberLine): void {
    this.#line = line
    this.asleepAtMs = performance.now()
    line.sleep()
  }

  wake(): void {
    this.#wokeAtMs = performance.now()
    this.#line?.wake()
  }

  /** For `MemberOptions.onAudio`. */
  readonly hear = (bytes: Uint8Array): void => {
    const nowMs = performance.now()
    if (nowMs < this.asleepAtMs || this.liveAtMs !== undefined) return
    eachHeard(bytes, ({ sentAtMs }) => {
      if (sentAtMs < this.#wokeAtMs) {
        this.backlogPackets += 1
        this.lastOfBacklogMs = Math.max(this.lastOfBacklogMs, sentAtMs)
        return
      }
      this.liveAtMs ??= nowMs
      this.pingedAtMs = this.#line?.connection?.pinging.sentAtMs ?? Number.NaN
    })
  }
}
