/** A hall under a virtual clock: speakers who send a message every 20 ms, listeners who note what reaches them and when. */

import { FanOut } from '../../src/relay/fan-out.ts'

const FRAME_MS = 20
const STEP_MS = 1

export interface Heard {
  speaker: number
  number: number
  delayMs: number
}

interface Said {
  atMs: number
  speaker: number
  number: number
}

export class Hall {
  nowMs = 0
  sends = 0
  bytesSent = 0
  arrivals = 0
  readonly heard = new Map<number, Heard[]>()
  readonly #said: Said[] = []
  /** Who has said something: the room tells the fan-out when somebody begins. */
  readonly #talking = new Set<number>()
  readonly #numbers = new Map<number, number>()
  /** Timers of a busy machine fire this late. */
  readonly #timerLateMs: number
  readonly fanOut = new FanOut<number>((listener, bytes) => this.#received(listener, bytes))

  constructor(options: { timerLateMs?: number } = {}) {
    this.#timerLateMs = options.timerLateMs ?? 0
  }

  enter(...listeners: number[]): void {
    for (const listener of listeners) {
      this.heard.set(listener, [])
      this.fanOut.add(listener)
    }
  }

  leave(listener: number): void {
    this.fanOut.remove(listener)
  }

  /** Lets `speakers` talk for a while; their frames are spread over the 20 ms as independent clocks spread them. */
  talk(speakers: readonly number[], forMs: number): void {
    for (const untilMs = this.nowMs + forMs; this.nowMs < untilMs; this.nowMs += STEP_MS) {
      for (const [index, speaker] of speakers.entries()) {
        if (this.nowMs % FRAME_MS === (index * 7) % FRAME_MS) this.#say(speaker)
      }
      this.#tickIfDue()
    }
  }

  /** Forgets what was counted so far: the plan has settled. */
  settle(): void {
    this.sends = this.bytesSent = this.arrivals = 0
    for (const listener of this.heard.keys()) this.heard.set(listener, [])
  }

  longestDelayMs(): number {
    let longest = 0
    for (const heard of this.heard.values()) for (const { delayMs } of heard) longest = Math.max(longest, delayMs)
    return longest
  }

  #say(speaker: number): void {
    const number = this.#numbers.get(speaker) ?? 0
    this.#numbers.set(speaker, number + 1)
    const bytes = new Uint8Array(100)
    new DataView(bytes.buffer).setUint32(0, this.#said.length)
    this.#said.push({ atMs: this.nowMs, speaker, number })
    this.arrivals += 1
    if (!this.#talking.has(speaker)) this.fanOut.begins(this.#talking.add(speaker).size, FRAME_MS, this.nowMs)
    this.fanOut.arrived(this.nowMs)
    this.fanOut.forward(speaker, bytes, this.nowMs)
  }

  #tickIfDue(): void {
    const dueMs = this.fanOut.nextDeadlineMs()
    if (dueMs !== undefined && dueMs + this.#timerLateMs <= this.nowMs) this.fanOut.tick(this.nowMs)
  }

  #received(listener: number, bytes: Uint8Array): void {
    this.sends += 1
    this.bytesSent += bytes.length
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    for (let at = 0; at < bytes.length; at += 100) {
      const said = this.#said[view.getUint32(at)]
      if (said === undefined) continue
      const { speaker, number, atMs } = said
      this.heard.get(listener)?.push({ speaker, number, delayMs: this.nowMs - atMs })
    }
  }
}
