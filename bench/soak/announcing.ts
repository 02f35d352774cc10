/**
 * How long it takes from the end of a talk until everybody is told of its clip, when nothing goes wrong: from the moment
 * at which the talk-end is sent to the entry of the log at a member.
 */

import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { until } from '../../test/support/until.ts'
import { percentile, round } from '../statistics.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import { castFor, type SoakRoom, speakersOf } from './cast.ts'
import { collectClips } from './clip-collection.ts'
import type { FetchedClip } from './judgement.ts'
import { fallSilent, unfinishedTalks } from './settling.ts'
import type { TalkEnd } from './speaker.ts'
import type { Spoken } from './spoken.ts'
import { planTalk, type TalkPlan } from './talk-plan.ts'

export interface AnnouncingOptions {
  talks: number
  seed: number
  progress: (line: string) => void
}

export interface Announced {
  clips: number
  medianMs: number
  p99Ms: number
  maxMs: number
}

export interface AnnouncingFigures extends Announced {
  talks: number
  seed: number
  unfinishedTalks: number
  /** By how the talks ended. */
  endings: Record<string, Announced>
}

const ROOMS = 2
const SPEAKERS_EACH = 4
const LONGEST_MS = 1_500
/** At two talks a second it takes a good minute and a half for 200. */
const WITHIN_MS = 600_000

export const announcing = (options: AnnouncingOptions): Promise<AnnouncingFigures> =>
  onRuntime({}, async ({ origin }) => {
    const { talks, seed, progress } = options
    const heardAtMs = new Map<string, number>()
    const onMessage = (message: RoomMessage) => hear(message, heardAtMs)
    const how = { rooms: ROOMS, speakersEach: SPEAKERS_EACH, seed }
    const { rooms, spoken } = await castFor(origin, { ...how, with: { plan, onMessage } })
    for (const speaker of speakersOf(rooms)) speaker.start()
    const ends = () => speakersOf(rooms).flatMap(({ talkEnds }) => talkEnds)
    await until(() => ends().length >= talks, `${talks} talks`, WITHIN_MS)
    progress(`${ends().length} talks are over.`)
    await fallSilent(rooms)
    const left = await unfinishedTalks(rooms)
    const clips = (await Promise.all(rooms.map((room) => clipsOf(origin, room)))).flat()
    await Promise.all(speakersOf(rooms).map((speaker) => speaker.leave()))
    const timed = ends().map((end) => ({ end, tookMs: tookMs(end, clips, spoken, heardAtMs) }))
    const endings = Object.groupBy(timed, ({ end }) => end.ending)
    return {
      ...{ talks: timed.length, seed, unfinishedTalks: left },
      ...announcedOf(timed),
      endings: Object.fromEntries(Object.entries(endings).map(([ending, some]) => [ending, announcedOf(some)])),
    }
  })

/** Short talks that end by themselves. */
function plan(random: () => number): TalkPlan {
  const { spurts, ending, ...talk } = planTalk(random)
  const [first = { afterMs: 0, packets: 1 }] = spurts
  const packets = Math.min(first.packets, Math.ceil(LONGEST_MS / talk.packetMs))
  const ended = ending === 'open' || ending === 'abandoned' ? 'released' : ending
  return { ...talk, spurts: [{ ...first, packets }], ending: ended }
}

function hear(message: RoomMessage, heardAtMs: Map<string, number>): void {
  if (message.type !== 'entry') return
  for (const entry of message.entries) {
    if (entry.kind === 'clip' && !heardAtMs.has(entry.id)) heardAtMs.set(entry.id, performance.now())
  }
}

const clipsOf = async (origin: string, room: SoakRoom): Promise<FetchedClip[]> => collectClips(origin, room, [])

/** NaN when there is no clip of it. */
function tookMs(end: TalkEnd, clips: readonly FetchedClip[], spoken: Spoken, heardAtMs: Map<string, number>): number {
  const clip = clips
    .map(({ id, packets }) => ({ id, last: spoken.find(packets.at(-1)?.payload ?? new Uint8Array()) }))
    .filter(({ last }) => last?.session === end.session && last.slot <= end.slot)
    .reduce<{ id: string; slot: number } | undefined>(
      (latest, { id, last }) =>
        last !== undefined && last.slot > (latest?.slot ?? -1) ? { id, slot: last.slot } : latest,
      undefined,
    )
  return (heardAtMs.get(clip?.id ?? '') ?? Number.NaN) - end.atMs
}

function announcedOf(timed: readonly { tookMs: number }[]): Announced {
  const all = timed.map((one) => one.tookMs).filter((ms) => !Number.isNaN(ms))
  const ms = (share: number) => round(percentile(all, share))
  return { clips: all.length, medianMs: ms(0.5), p99Ms: ms(0.99), maxMs: ms(1) }
}
