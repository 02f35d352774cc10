/** How long packets took to reach listeners, over spans of time. */

import { percentile, round } from '../statistics.ts'
import { after } from './moment.ts'
import { eachHeard } from './voice.ts'

export interface Delay {
  p50Ms: number
  p99Ms: number
  packets: number
}

export class Delays {
  #delaysMs: number[] = []

  /** For `MemberOptions.onAudio` of all whose delays count. */
  readonly hear = (bytes: Uint8Array): void => {
    const nowMs = performance.now()
    eachHeard(bytes, ({ sentAtMs }) => this.#delaysMs.push(nowMs - sentAtMs))
  }

  /** Of what arrives from now on, for so long. */
  async during(ms: number): Promise<Delay> {
    this.#delaysMs = []
    await after(ms)
    const delaysMs = this.#delaysMs
    this.#delaysMs = []
    return {
      p50Ms: round(percentile(delaysMs, 0.5)),
      p99Ms: round(percentile(delaysMs, 0.99)),
      packets: delaysMs.length,
    }
  }
}
