/** What the models of links have in common: their length, and how chance enters. */

import { STEP_MS, type Stall, type Trace } from '../trace.ts'

/** Long enough for rare things to happen several times, and a whole number of every turn that a room takes. */
const TRACE_MS = 180_000
export const STEPS = TRACE_MS / STEP_MS

/** Numbers from 0 (inclusive) to 1. */
export type Random = () => number

/** A trace without its name: a model makes it, the same from the same numbers. */
export type Weather = Omit<Trace, 'name' | 'source'> & { facts: string }

/** What a link is unless its model says otherwise. */
export const PLAIN = { ordered: true, driftPpm: 0, messageMs: 20, fecPercent: 0, stalls: [] } as const

/** Of an exponential distribution, cut off: a queue's waiting time, but no queue is endless. */
export const exponential = (random: Random, mean: number, most: number): number =>
  Math.min(most, -mean * Math.log(1 - random()))

export const between = (random: Random, from: number, to: number): number => from + (to - from) * random()

/** A delay for each step, from when it leaves. */
export const eachStep = (delayMs: (atMs: number, step: number) => number | null): (number | null)[] =>
  Array.from({ length: STEPS }, (_, step) => {
    const ms = delayMs(step * STEP_MS, step)
    return ms === null ? null : Math.round(ms)
  })

/** Stalls of these lengths, spread over the trace by chance, none within 3 s of another. */
export function spreadStalls(random: Random, lengthsMs: readonly number[]): Stall[] {
  const apartMs = TRACE_MS / lengthsMs.length
  return lengthsMs
    .map((lengthMs) => ({ lengthMs, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ lengthMs }, place) => {
      const fromMs = Math.round(place * apartMs + between(random, 0, Math.max(0, apartMs - lengthMs - 3_000)))
      return { fromMs, toMs: fromMs + Math.round(lengthMs) }
    })
}

/** What leaves in a stall waits for its end. */
export const heldMs = (stalls: readonly Stall[], atMs: number): number => {
  const stall = stalls.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
  return stall === undefined ? 0 : stall.toMs - atMs
}
