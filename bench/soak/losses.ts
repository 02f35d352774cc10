/** Losses as sentences that say where to look: the first lost packet of each session, and the clips on either side. Pure. */

import type { FetchedClip } from './judgement.ts'
import { isAcknowledged, type Spoken, type SpokenPacket } from './spoken.ts'

interface Reach {
  id: string
  session: string
  from: number
  to: number
}

export function lossesIn(lost: readonly SpokenPacket[], spoken: Spoken, clips: readonly FetchedClip[]): string[] {
  const reaches = clips.flatMap((clip) => reachOf(clip, spoken))
  const sessions = [...new Set(lost.map(({ session }) => session))]
  return sessions.map((session) =>
    sentenceOf(
      lost.filter((packet) => packet.session === session),
      reaches.filter((reach) => reach.session === session),
    ),
  )
}

function sentenceOf(lost: readonly SpokenPacket[], reaches: readonly Reach[]): string {
  const first = lost.reduce((earliest, packet) => (packet.slot < earliest.slot ? packet : earliest))
  const before = reaches.filter(({ from }) => from <= first.slot).sort((a, b) => b.from - a.from)[0]
  const behind = reaches.filter(({ from }) => from > first.slot).sort((a, b) => a.from - b.from)[0]
  const known = isAcknowledged(first) ? 'acknowledged' : 'not acknowledged'
  const around = `the clip before it is ${nameOf(before)}, the one behind it ${nameOf(behind)}`
  return `Session ${first.session} has lost ${lost.length} packets, the first at slot ${first.slot} (${known}); ${around}.`
}

const nameOf = (reach: Reach | undefined): string =>
  reach === undefined ? 'none' : `${reach.id} (slots ${reach.from} to ${reach.to})`

function reachOf({ id, packets }: FetchedClip, spoken: Spoken): Reach[] {
  const known = packets.flatMap(({ payload }) => spoken.find(payload) ?? [])
  const [first, last] = [known[0], known.at(-1)]
  return first === undefined || last === undefined
    ? []
    : [{ id, session: first.session, from: first.slot, to: last.slot }]
}
