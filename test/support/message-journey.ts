/**
 * One voice message and everything that may happen to it on its way, under a virtual clock: it grows, is to be sent, its page
 * dies and another goes on with what was remembered.
 */

import { OutgoingState } from '../../src/client/messages/outgoing-state.ts'
import { askServer } from '../../src/client/messages/tus-line.ts'
import { type Addresses, NOWHERE, type Outcome } from '../../src/client/messages/upload-steps.ts'

type Bytes = Uint8Array<ArrayBuffer>

const SERVER = 'http://127.0.0.1'
/** A question and its answer take so long. */
const ROUND_TRIP_MS = 40

export interface Journey {
  file: Bytes
  /** How fast it grows while it is said, bytes a second. */
  bytesPerSecond: number
  /** It is to be sent this long after its last byte. */
  sentAfterMs: number
  random: () => number
  /** Share of all questions after which the page dies. */
  deaths?: number
  giveUpAtMs?: number
}

export interface Arrival {
  outcome: Outcome
  /** Since it was to be sent. */
  tookMs: number
  /** Questions that were asked. */
  asked: string[]
}

const signal = new AbortController().signal

export async function travel({
  file,
  bytesPerSecond,
  sentAfterMs,
  random,
  deaths = 0,
  giveUpAtMs = 3_600_000,
}: Journey): Promise<Arrival> {
  const message = 'M'.repeat(22)
  const sending = {
    server: SERVER,
    message,
    read: (from: number, to: number) => file.slice(from, to),
    facts: () => ({ name: 'Ada' }),
    signal,
  }
  const sentAtMs = (file.length / bytesPerSecond) * 1_000 + sentAfterMs
  const asked: string[] = []
  let remembered: Addresses = NOWHERE
  let state = new OutgoingState(random, remembered)
  for (let nowMs = 0; nowMs < giveUpAtMs; ) {
    if (nowMs >= sentAtMs) state.finish(file.length, nowMs)
    else state.available(Math.min(file.length - 1, Math.floor((nowMs * bytesPerSecond) / 1_000)))
    const step = state.next(nowMs)
    if (step === undefined) {
      if (state.outcome.is !== 'under-way') return { outcome: state.outcome, tookMs: nowMs - sentAtMs, asked }
      nowMs = Math.max(nowMs + 1, Math.min(state.nextDeadlineMs() ?? Number.POSITIVE_INFINITY, nowMs + 100))
      continue
    }
    asked.push(step.do)
    remembered = state.addresses
    const answer = await askServer(step, sending, 'token')
    nowMs += ROUND_TRIP_MS
    if (random() < deaths) {
      state = new OutgoingState(random, remembered)
      continue
    }
    state.answered(answer, nowMs)
    remembered = state.addresses
  }
  return { outcome: state.outcome, tookMs: giveUpAtMs - sentAtMs, asked }
}
