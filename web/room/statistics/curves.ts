/**
 * From the history to what is plotted: one list of moments, and one list of values of the same length for each curve,
 * null where there was nothing to measure. Pure.
 */

import type { RoomStatistics } from '../../../src/client/index.ts'

/** As far back as the plots reach. */
export const PLOTTED_MS = 120_000
/** As many voices as can be told apart by colour, and read in a table this wide. */
export const MOST_VOICES = 6

export type Values = (number | null)[]

export interface Voice {
  member: number
  delayMs: Values
  targetMs: Values
  concealedPercent: Values
}

export interface Curves {
  /** Seconds before the latest: 0 and less. */
  atS: number[]
  rttMs: Values
  /** In the order of `members`. */
  voices: Voice[]
}

export function curvesOf(samples: readonly RoomStatistics[], members: readonly number[]): Curves {
  const latestMs = samples.at(-1)?.atMs ?? 0
  return {
    atS: samples.map(({ atMs }) => (atMs - latestMs) / 1_000),
    rttMs: samples.map(({ connection }) => connection.rttMs ?? null),
    voices: members.map((member) => voiceOf(member, samples)),
  }
}

/** A voice that is not played has the figures of when it was: they are no measurement of now. */
function voiceOf(member: number, samples: readonly RoomStatistics[]): Voice {
  const played = samples.map(({ speakers }) => speakers.find((one) => one.member === member && one.isPlaying))
  return {
    member,
    delayMs: played.map((speaker) => speaker?.delayMs ?? null),
    targetMs: played.map((speaker) => speaker?.targetMs ?? null),
    concealedPercent: played.map((speaker) => (speaker === undefined ? null : speaker.concealedShare * 100)),
  }
}

/** Whom to show where not all can be: those who were heard last, in the order in which they were first heard. */
export function shownMembers(samples: readonly RoomStatistics[]): number[] {
  const members = (samples.at(-1)?.speakers ?? []).map(({ member }) => member)
  const heardAt = (member: number) =>
    samples.findLastIndex(({ speakers }) => speakers.some((one) => one.member === member && one.isPlaying))
  const latest = members.toSorted((a, b) => heardAt(b) - heardAt(a)).slice(0, MOST_VOICES)
  return members.filter((member) => latest.includes(member))
}

/** Where a curve is a single point between two gaps, of which no line would show anything. */
export const lonePoints = (values: Values): number[] =>
  values.flatMap((value, at) => {
    const isAlone = value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null
    return isAlone ? [at] : []
  })
