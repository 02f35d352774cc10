/**
 * Whether what comes over the line is being said now, or has piled up on the way: in a network that stood still, or before
 * a client that slept. What piled up is not for playing [W25]. Pure: src/client/line.ts tells it of pings and arrivals.
 */

import { LATE_PONG_MS } from '../protocol/handshake.ts'

/** docs/protocol.md, W25: longer than this many usual round trips is unusual. */
const UNUSUAL_TIMES = 2
/** Two long round trips of three are the line's own length. */
const REMEMBERED = 3

type State =
  | 'live'
  | 'noticed' // what comes now may have piled up
  | 'probed' // a ping has left since: its pong comes behind all of it

export class Backlog {
  #state: State = 'live'
  /** The last few, oldest first; a new connection mostly goes the same way. */
  readonly #rttsMs: number[] = []
  #arrivedAtMs = 0
  #hasSlept = false

  get isLive(): boolean {
    return this.#state === 'live'
  }

  /** This client has slept, and what was said to it meanwhile is still coming. */
  get isWaking(): boolean {
    return this.#hasSlept
  }

  /** A new connection: nothing has piled up on it. */
  begin(nowMs: number): void {
    this.#catchUp()
    this.#arrivedAtMs = nowMs
  }

  slept(): void {
    this.#state = 'noticed'
    this.#hasSlept = true
  }

  pinged(): void {
    if (this.#state === 'noticed') this.#state = 'probed'
  }

  /** `rttMs` is undefined when it says nothing of the line. */
  ponged(rttMs: number | undefined): void {
    if (this.#state === 'probed') this.#catchUp()
    if (rttMs === undefined) return
    this.#rttsMs.push(rttMs)
    if (this.#rttsMs.length > REMEMBERED) this.#rttsMs.shift()
    if (this.#isUnusual(rttMs)) this.#state = 'noticed'
  }

  /**
   * Something has come, while a ping has been waiting for `pingWaitsMs`. When nothing came for as long as the pong is
   * late, the line stood still, and the pong is still to come: behind what piled up.
   */
  arrived(pingWaitsMs: number, nowMs: number): void {
    const silentMs = nowMs - this.#arrivedAtMs
    this.#arrivedAtMs = nowMs
    if (silentMs > LATE_PONG_MS && this.#isUnusual(pingWaitsMs)) this.#state = 'noticed'
  }

  #catchUp(): void {
    this.#state = 'live'
    this.#hasSlept = false
  }

  #isUnusual(rttMs: number): boolean {
    const usualMs = lowerMedian(this.#rttsMs)
    return usualMs !== undefined && rttMs > LATE_PONG_MS && rttMs > UNUSUAL_TIMES * usualMs
  }
}

const lowerMedian = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
