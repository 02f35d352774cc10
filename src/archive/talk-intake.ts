/**
 * Which talk a packet belongs to. Packets of one session come in any order and more than once: live, and posted again
 * after a line was lost. Every slot is taken once, by the talk that was open there; a talk that is sealed takes nothing
 * more, and what comes too late for it goes on in another. Pure.
 *
 * Next: src/archive/talk-timing.ts
 */

import { type Packet, SLOT_MS } from '../protocol/packet.ts'
import { coversSlot, isUnbroken, type SlotRun, withRun } from './slot-runs.ts'

/** A clip is 10 minutes long at most; who talks on goes on in the next one. */
export const MAX_TALK_SLOTS = 600_000 / SLOT_MS

export interface Talk {
  /** Id of the clip that it becomes. */
  clip: string
  firstSlot: number
  /** Behind what has come of it, gaps included. */
  endSlot: number
  runs: readonly SlotRun[]
  /** Its talk-end has come, or it is as long as a clip may be. */
  ended: boolean
  /** Takes no more packets. */
  sealed: boolean
  /** The talk that it goes on from. */
  continues: string | null
}

export interface Intake {
  /** Packets that are new, by the talk that takes them, in the order of their slots. */
  fresh: Map<Talk, Packet[]>
  /** Talks that this began. */
  begun: Talk[]
}

/** Whether everything of a talk is there, as far as its packets tell. */
export function isWhole({ runs, ended, endSlot }: Talk): boolean {
  const isEndThere = (runs.at(-1)?.[1] ?? endSlot) >= endSlot // a talk-end tells where the last packet ended [W19]
  return ended && isUnbroken(runs) && isEndThere
}

/** A talk whose speaker has no more to send: what is missing stays so. */
export const closed = <T extends Talk>(talk: T): T => ({
  ...talk,
  ended: true,
  runs: talk.runs.map(([from, to]) => [from, to, true] as const),
  endSlot: talk.runs.at(-1)?.[1] ?? talk.endSlot,
})

/**
 * Takes packets of one session into its talks, which it changes. `talks`: all that are not sealed, and the sealed ones
 * that reach between the packets or end right before them. `mint` makes the id of a new clip.
 */
export function takeIn(packets: readonly Packet[], talks: readonly Talk[], mint: () => string): Intake {
  const all = [...talks].sort((a, b) => a.firstSlot - b.firstSlot)
  const intake: Intake = { fresh: new Map(), begun: [] }
  const sorted = [...packets].sort((a, b) => a.slot - b.slot)
  sorted.forEach((packet, at) => {
    if (isEndAlone(packet)) endTalk(packet, all, intake)
    else if (!all.some(({ runs }) => coversSlot(runs, packet.slot))) {
      const endsBefore = endsWithin(sorted, at)
      const talk = talkFor(packet, all, endsBefore) ?? begin(packet, all, mint, intake)
      take(packet, talk, intake)
    }
  })
  return intake
}

const isEndAlone = ({ payload, talkEnd }: Packet): boolean => payload.length === 0 && talkEnd

const endOf = ({ slot, durationMs, payload }: Packet): number =>
  payload.length === 0 ? slot : slot + durationMs / SLOT_MS

/** The open talk that this packet belongs to: the one that is going on there, or one whose beginning is missing. */
function talkFor(packet: Packet, all: readonly Talk[], talkEndAt: number): Talk | undefined {
  const { slot } = packet
  const before = all.findLast(({ firstSlot }) => firstSlot <= slot)
  if (before !== undefined && isOpenAt(before, slot)) return before
  const next = all.find(({ firstSlot }) => firstSlot > slot)
  if (next === undefined || next.sealed || next.runs[0]?.[2] === true) return undefined
  const endsBeforeIt = talkEndAt < next.firstSlot
  return !endsBeforeIt && next.endSlot - slot <= MAX_TALK_SLOTS ? next : undefined
}

const isOpenAt = ({ sealed, ended, firstSlot, endSlot }: Talk, slot: number): boolean =>
  !sealed && slot < firstSlot + MAX_TALK_SLOTS && (!ended || slot < endSlot)

/** Slot of the first talk-end at or behind `packets[at]`. */
function endsWithin(packets: readonly Packet[], at: number): number {
  for (let index = at; index < packets.length; index += 1) {
    const packet = packets[index] as Packet
    if (packet.talkEnd) return packet.slot
  }
  return Number.POSITIVE_INFINITY
}

function begin(packet: Packet, all: Talk[], mint: () => string, intake: Intake): Talk {
  const { slot } = packet
  const before = all.findLast(({ firstSlot }) => firstSlot <= slot)
  const goesOn = before !== undefined && (slot < before.endSlot || (slot === before.endSlot && !packet.talkStart))
  const talk: Talk = {
    clip: mint(),
    firstSlot: slot,
    endSlot: slot,
    runs: [],
    ended: false,
    sealed: false,
    continues: goesOn ? before.clip : null,
  }
  all.push(talk)
  all.sort((a, b) => a.firstSlot - b.firstSlot)
  intake.begun.push(talk)
  return talk
}

function take(packet: Packet, talk: Talk, { fresh }: Intake): void {
  const endSlot = endOf(packet)
  const isLast = endSlot >= talk.endSlot
  // What goes on from a clip that was full has no talk-start of its own, and misses nothing.
  const starts = packet.talkStart || (talk.runs.length === 0 && talk.continues !== null)
  talk.runs = withRun(talk.runs, [packet.slot, endSlot, starts])
  talk.firstSlot = Math.min(talk.firstSlot, packet.slot)
  talk.endSlot = Math.max(talk.endSlot, endSlot)
  if (isLast) talk.ended = packet.talkEnd
  if (talk.endSlot - talk.firstSlot >= MAX_TALK_SLOTS) talk.ended = true
  const taken = fresh.get(talk)
  if (taken === undefined) fresh.set(talk, [packet])
  else taken.push(packet)
}

/** A talk-end without audio: it ends the talk that is going on, and is nothing by itself. */
function endTalk(packet: Packet, all: readonly Talk[], { fresh }: Intake): void {
  const talk = all.findLast(({ firstSlot }) => firstSlot <= packet.slot)
  if (talk === undefined || !isOpenAt(talk, packet.slot) || packet.slot < talk.endSlot) return
  talk.endSlot = packet.slot
  talk.ended = true
  if (!fresh.has(talk)) fresh.set(talk, [])
}
