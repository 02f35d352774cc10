/**
 * What became of what was said: looks for every packet in the clips, and at every clip for what does not belong there.
 * Pure.
 */

import type { Clip as ReadClip } from '../../src/clips/read-clip.ts'
import { SLOT_MS } from '../../src/protocol/packet.ts'
import { isSpoken } from './opus-payload.ts'
import type { Spoken, SpokenPacket } from './spoken.ts'

/** A clip as it was fetched. */
export interface FetchedClip {
  id: string
  startedAtMs: number
  /** What is wrong with it beside what its packets tell. */
  faults: string[]
  packets: Pick<ReadClip['packets'][number], 'atMs' | 'payload'>[]
}

export interface Judgement {
  /** In no clip. */
  lost: SpokenPacket[]
  /** How often a packet came once more than it should. */
  duplicates: number
  /** What is wrong, by clip. */
  faults: Map<string, string[]>
  /** The clips of one session, by what their packets say of when it began: as far apart as this at most. */
  startSpreadMs: number
}

/**
 * A session's beginning is reckoned from when packets arrive, which a crash and a busy machine delay by seconds, and from
 * when they were posted, where nothing came live before. More than a restart can cost is a clip at the wrong time.
 */
const SPREAD_MS = 15_000

export function judge(spoken: Spoken, clips: readonly FetchedClip[]): Judgement {
  const found = new Map<SpokenPacket, number>()
  const faults = new Map<string, string[]>()
  const beganAtMs = new Map<string, number[]>()
  for (const clip of clips) {
    const { sessions, firstSlot, complaints } = lookThrough(clip, spoken, found)
    for (const session of sessions) {
      const began = beganAtMs.get(session) ?? []
      beganAtMs.set(session, [...began, clip.startedAtMs - firstSlot * SLOT_MS])
    }
    const all = [...clip.faults, ...complaints]
    if (all.length > 0) faults.set(clip.id, all)
  }
  const startSpreadMs = Math.max(0, ...[...beganAtMs.values()].map((times) => Math.max(...times) - Math.min(...times)))
  if (startSpreadMs > SPREAD_MS) faults.set('all', [`clips of one session are ${startSpreadMs} ms out of step`])
  const duplicates = [...found.values()].reduce((sum, times) => sum + times - 1, 0)
  return { lost: spoken.all().filter((packet) => !found.has(packet)), duplicates, faults, startSpreadMs }
}

function lookThrough({ packets }: FetchedClip, spoken: Spoken, found: Map<SpokenPacket, number>) {
  const sessions = new Set<string>()
  const complaints: string[] = []
  let firstSlot: number | undefined
  for (const { atMs, payload } of packets.filter((packet) => isSpoken(packet.payload))) {
    const packet = spoken.find(payload)
    if (packet === undefined) {
      complaints.push(`nobody has said what is at ${atMs} ms`)
      continue
    }
    found.set(packet, (found.get(packet) ?? 0) + 1)
    sessions.add(packet.session)
    const beginsAt = packet.slot - atMs / SLOT_MS
    firstSlot ??= beginsAt
    if (beginsAt !== firstSlot) complaints.push(`slot ${packet.slot} is at ${atMs} ms of a clip from ${firstSlot} on`)
  }
  if (sessions.size !== 1) complaints.push(`holds ${sessions.size} sessions`)
  return { sessions, firstSlot: firstSlot ?? 0, complaints }
}
