/**
 * Talk for the spool of one room: speakers of 50 packets a second, each shipped once a second as a room does, ever more of
 * them until the Archive falls behind; then half as many as it has kept up with.
 */

import { FRAME_MS, writeMarked } from '../load/marked-packet.ts'
import type { ArchiveLoad } from '../runtime/archive-load.js'
import type { Runtime } from '../runtime.ts'
import { type Answered, answered, medianOf } from './load.ts'

/** A batch is a second of talk: calls a second are seconds a second. */
export interface Step extends Answered {
  speakers: number
}

export interface Spooling {
  steps: Step[]
  /** Seconds of talk a second, at the step that brought most. */
  most: number
  atHalf: Step
}

const FIRST_SPEAKERS = 8
/** Beyond what a room admits many times over. */
const MOST_SPEAKERS = 8_192
const PACKETS_PER_BATCH = 1_000 / FRAME_MS
const SLOTS_PER_BATCH = 100
/** An Archive that answers later is not ready when the next batch of the same speaker comes. */
const BEHIND_MS = 1_000
const KEEPS_UP_SHARE = 0.95

export async function measureSpool(runtime: Runtime, room: string, seconds: number): Promise<Spooling> {
  const steps: Step[] = []
  for (let speakers = FIRST_SPEAKERS; speakers <= MOST_SPEAKERS; speakers *= 2) {
    const step = await stepOf(runtime, room, speakers, seconds)
    steps.push(step)
    if (!keepsUp(step)) break
  }
  const most = Math.max(...steps.map(({ perSecond }) => perSecond))
  return { steps, most, atHalf: await stepOf(runtime, room, Math.max(1, Math.floor(most / 2)), seconds) }
}

export const keepsUp = ({ speakers, perSecond, p99Ms, failed }: Step): boolean =>
  failed === 0 && p99Ms <= BEHIND_MS && perSecond >= KEEPS_UP_SHARE * speakers

/** Of steps that not every round has come to, those that there are. */
export function medianSpooling(rounds: readonly Spooling[]): Spooling {
  const sizes = [...new Set(rounds.flatMap(({ steps }) => steps.map(({ speakers }) => speakers)))]
  const steps = sizes.map((speakers) => {
    const same = rounds.flatMap((one) => one.steps.filter((step) => step.speakers === speakers))
    return { speakers, ...medianOf(same) }
  })
  const halves = rounds.map(({ atHalf }) => atHalf)
  const atHalf = { speakers: middle(halves.map(({ speakers }) => speakers)), ...medianOf(halves) }
  return { steps, most: middle(rounds.map(({ most }) => most)), atHalf }
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN

async function stepOf(runtime: Runtime, room: string, speakers: number, seconds: number): Promise<Step> {
  return { speakers, ...(await answered(runtime, room, spoolLoad(speakers, seconds))) }
}

const spoolLoad = (speakers: number, seconds: number): ArchiveLoad => ({
  ...{ what: 'spool', seconds, speakers, slotsPerBatch: SLOTS_PER_BATCH },
  batches: Array.from({ length: seconds }, (_, second) => batchOf(second)),
})

function batchOf(second: number): string {
  const packets = Array.from({ length: PACKETS_PER_BATCH }, (_, index) =>
    writeMarked({ speaker: 0, sequence: second * PACKETS_PER_BATCH + index, readyAtMs: 0 }),
  )
  return Buffer.concat(packets).toString('base64')
}
