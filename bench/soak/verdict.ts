/**
 * What a soak has shown, in figures: everything that was said and written looked for where it should be, by what the
 * public API answers. With what is needed to find the first thing that is wrong.
 */

import type { ReadEntry } from '../../src/protocol/room-message.ts'
import type { Runtime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { compareLogs, fetchLog } from '../trials/kill/log.ts'
import type { SoakRoom } from './cast.ts'
import { collectClips, misplacedObjects } from './clip-collection.ts'
import { type FetchedClip, judge } from './judgement.ts'
import { lossesIn } from './losses.ts'
import { isAcknowledged, type Spoken, secondsOf } from './spoken.ts'

export interface Verdict {
  talks: number
  clips: number
  spokenSeconds: number
  acknowledgedSeconds: number
  /** Said, and neither stored nor refused when all had been given the time. */
  unacknowledgedHeldSeconds: number
  /** Of everything that was said, acknowledged or not, what is in no clip. */
  lostSeconds: number
  lostAcknowledgedSeconds: number
  /** Acknowledged texts that are not in the log under their number, and numbers that the log leaves out. */
  lostMessages: number
  /** Packets and texts that are there twice. */
  duplicates: number
  invalidClips: number
  unfinishedTalks: number
  /** Clips of one session tell of its beginning; these are the two that are furthest apart. */
  startSpreadMs: number
  /** What is wrong, the first of each kind. */
  findings: string[]
}

const FINDINGS = 20

export const isSpotless = (verdict: Verdict): boolean =>
  verdict.lostAcknowledgedSeconds +
    verdict.lostMessages +
    verdict.duplicates +
    verdict.invalidClips +
    verdict.unfinishedTalks +
    verdict.unacknowledgedHeldSeconds +
    verdict.lostSeconds ===
  0

export interface Evidence {
  runtime: Runtime
  rooms: readonly SoakRoom[]
  spoken: Spoken
  unfinishedTalks: number
}

export async function reachVerdict({ runtime, rooms, spoken, unfinishedTalks }: Evidence): Promise<Verdict> {
  const seen: Seen[] = []
  for (const room of rooms) seen.push(await lookAt(runtime.origin, room))
  const clips = seen.flatMap((room) => room.clips)
  const misplaced = misplacedObjects(await runtime.objectKeys(), clips)
  const { lost, duplicates, faults, startSpreadMs } = judge(spoken, clips)
  const all = spoken.all()
  const acknowledged = all.filter(isAcknowledged)
  const sum = (of: (room: Seen) => number) => seen.reduce((total, room) => total + of(room), 0)
  const complaints = rooms.flatMap(({ speakers }) =>
    speakers.flatMap(({ tabs }) => tabs.flatMap((tab) => tab.complaints)),
  )
  return {
    talks: rooms.reduce((total, { speakers }) => total + speakers.reduce((talks, one) => talks + one.talks, 0), 0),
    clips: clips.length,
    spokenSeconds: round(secondsOf(all)),
    acknowledgedSeconds: round(secondsOf(acknowledged)),
    unacknowledgedHeldSeconds: round(secondsOf(all) - secondsOf(acknowledged)),
    lostSeconds: round(secondsOf(lost)),
    lostAcknowledgedSeconds: round(secondsOf(lost.filter(isAcknowledged))),
    lostMessages: sum((room) => room.lostMessages),
    duplicates: duplicates + sum((room) => room.doubles),
    invalidClips: faults.size + misplaced.length,
    unfinishedTalks,
    startSpreadMs: round(startSpreadMs),
    findings: [
      ...lossesIn(lost, spoken, clips).slice(0, FINDINGS),
      ...[...faults].slice(0, FINDINGS).map(([clip, all]) => `Clip ${clip}: ${all.slice(0, 3).join('; ')}.`),
      ...misplaced.slice(0, FINDINGS).map((id) => `Clip ${id}: listed without an object, or an object of no clip.`),
      ...[...new Set(complaints)].slice(0, FINDINGS).map((why) => `A tab was told: ${why}.`),
    ],
  }
}

/** What was found in one room. */
interface Seen {
  clips: FetchedClip[]
  doubles: number
  lostMessages: number
}

async function lookAt(origin: string, soakRoom: SoakRoom): Promise<Seen> {
  const { room, owner, speakers } = soakRoom
  const log = await fetchLog({ origin, room, ownerSecret: '', guestSecret: '' }, await owner.token())
  const clips = await collectClips(origin, soakRoom, log)
  const writers = speakers.map(({ writer }) => writer)
  const { gaps, doubles, lost } = compareLogs(log, [], writers)
  return { clips, doubles: doubles + doubledClips(log), lostMessages: lost + gaps + unwritten(soakRoom) }
}

const doubledClips = (log: readonly ReadEntry[]): number => {
  const ids = log.flatMap((entry) => (entry.kind === 'clip' ? [entry.id] : []))
  return ids.length - new Set(ids).size
}

/** Writers who still wait for an acknowledgement. */
const unwritten = ({ speakers }: SoakRoom): number => speakers.filter(({ writer }) => !writer.isAllAcknowledged).length
