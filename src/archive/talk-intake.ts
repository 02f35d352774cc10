/**
 * Which talk a packet belongs to. Packets of one session come in any order and more than once: live, and posted again
 * after a line was lost. Every slot is taken once, by the talk that was open there; a talk that is sealed takes nothing
 * more, and what comes too late for it goes on in another. Pure.
 *
 * Next: src/archive/talk-timing.ts
 */

import { MAX_CLIP_BYTES, MAX_CLIP_MS, MAX_CLIP_PIECES } from '../protocol/limits.ts'
import { type Packet, packetBytes, SLOT_MS } from '../protocol/packet.ts'
import { coversSlot, isUnbroken, type SlotRun, withRun } from './slot-runs.ts'

export const MAX_TALK_SLOTS = MAX_CLIP_MS / SLOT_MS
/** A talk this short is a click of the key, or a "yes": what follows soon goes on in the same clip. */
export const SHORT_TALK_SLOTS = 1_000 / SLOT_MS
const SOON_SLOTS = 1_000 / SLOT_MS
/** Talks that one batch may begin; from there on, what is said goes on in the last one as far as that may reach. */
const MAX_BEGUN = 32

export interface Talk {
  /** Id of the clip that it becomes. */
  clip: string
  firstSlot: number
  /** Behind what has come of it, gaps included. */
  endSlot: number
  runs: readonly SlotRun[]
  /** Of its packets, headers included. */
  bytes: number
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
  const ends = talkEndsBehind(sorted)
  const runEnds = unbrokenTo(sorted)
  sorted.forEach((packet, at) => {
    if (isEndAlone(packet)) endTalk(packet, all, intake)
    else if (!isTaken(packet.slot, all)) {
      const talk =
        talkFor(packet, all, intake, ends[at] as number, runEnds[at] as number) ?? begin(packet, all, mint, intake)
      take(packet, talk, intake)
    }
  })
  return intake
}

const isEndAlone = ({ payload, talkEnd }: Packet): boolean => payload.length === 0 && talkEnd

const endOf = ({ slot, durationMs, payload }: Packet): number =>
  payload.length === 0 ? slot : slot + durationMs / SLOT_MS

/** Talks lie one behind the other, but for pieces that came too late for theirs: those are few, and begin within it. */
const isTaken = (slot: number, all: readonly Talk[]): boolean =>
  all.some(({ firstSlot, endSlot, runs }) => slot >= firstSlot && slot < endSlot && coversSlot(runs, slot))

/** The open talk that this packet belongs to: the one that is going on there, or one whose beginning is missing. */
function talkFor(
  packet: Packet,
  all: readonly Talk[],
  { begun }: Intake,
  talkEndAt: number,
  runEnd: number,
): Talk | undefined {
  const { slot } = packet
  const before = all.findLast(({ firstSlot }) => firstSlot <= slot)
  if (before !== undefined && isOpenAt(before, slot, begun.length >= MAX_BEGUN)) return before
  const next = all.find(({ firstSlot }) => firstSlot > slot)
  if (next === undefined || next.sealed) return undefined
  if (next.runs[0]?.[2] === true && runEnd < next.firstSlot) return undefined
  const endsBeforeIt = talkEndAt < next.firstSlot
  return !endsBeforeIt && next.endSlot - slot <= MAX_TALK_SLOTS ? next : undefined
}

/** `patiently`: a talk that has ended goes on, however long ago that was. */
function isOpenAt(talk: Talk, slot: number, patiently: boolean): boolean {
  if (talk.sealed || isFull(talk) || slot >= talk.firstSlot + MAX_TALK_SLOTS) return false
  if (!talk.ended || slot < talk.endSlot || patiently) return true
  return isShort(talk) && slot - talk.endSlot <= SOON_SLOTS
}

export const isShort = ({ firstSlot, endSlot }: Talk): boolean => endSlot - firstSlot < SHORT_TALK_SLOTS

export const isFull = ({ firstSlot, endSlot, bytes, runs }: Talk): boolean =>
  endSlot - firstSlot >= MAX_TALK_SLOTS || bytes >= MAX_CLIP_BYTES || runs.length >= MAX_CLIP_PIECES

/** For each packet, the slot of the first talk-end at or behind it. */
function talkEndsBehind(packets: readonly Packet[]): number[] {
  const ends = new Array<number>(packets.length)
  let end = Number.POSITIVE_INFINITY
  for (let at = packets.length - 1; at >= 0; at -= 1) {
    const { slot, talkEnd } = packets[at] as Packet
    if (talkEnd) end = slot
    ends[at] = end
  }
  return ends
}

/** For each packet, where the unbroken run that it is in ends. */
function unbrokenTo(packets: readonly Packet[]): number[] {
  const ends = new Array<number>(packets.length)
  for (let at = packets.length - 1; at >= 0; at -= 1) {
    const packet = packets[at] as Packet
    const next = packets[at + 1]
    const adjoins = next !== undefined && next.slot <= endOf(packet) && !packet.talkEnd
    ends[at] = adjoins ? (ends[at + 1] as number) : endOf(packet)
  }
  return ends
}

function begin(packet: Packet, all: Talk[], mint: () => string, intake: Intake): Talk {
  const { slot } = packet
  const at = all.findLastIndex(({ firstSlot }) => firstSlot <= slot)
  const before = all[at]
  const goesOn = before !== undefined && (slot < before.endSlot || (slot === before.endSlot && !packet.talkStart))
  const talk: Talk = {
    clip: mint(),
    firstSlot: slot,
    endSlot: slot,
    runs: [],
    bytes: 0,
    ended: false,
    sealed: false,
    continues: goesOn ? before.clip : null,
  }
  all.splice(at + 1, 0, talk)
  intake.begun.push(talk)
  return talk
}

function take(packet: Packet, talk: Talk, { fresh }: Intake): void {
  const endSlot = endOf(packet)
  const isLast = endSlot >= talk.endSlot
  // What goes on from a clip that was full, or adjoins what began where its speaker agreed, has no talk-start and misses nothing.
  const first = talk.runs[0]
  const comesBefore = first?.[2] === true && endSlot < first[0]
  const starts = packet.talkStart || comesBefore || (first === undefined && talk.continues !== null)
  talk.runs = withRun(talk.runs, [packet.slot, endSlot, starts])
  talk.firstSlot = Math.min(talk.firstSlot, packet.slot)
  talk.endSlot = Math.max(talk.endSlot, endSlot)
  talk.bytes += packetBytes(packet)
  if (isLast) talk.ended = packet.talkEnd
  if (isFull(talk)) talk.ended = true
  const taken = fresh.get(talk)
  if (taken === undefined) fresh.set(talk, [packet])
  else taken.push(packet)
}

/** A talk-end without audio: it ends the talk that is going on, and is nothing by itself. */
function endTalk(packet: Packet, all: readonly Talk[], { fresh }: Intake): void {
  const talk = all.findLast(({ firstSlot }) => firstSlot <= packet.slot)
  if (talk === undefined || !isOpenAt(talk, packet.slot, false) || packet.slot < talk.endSlot) return
  talk.endSlot = packet.slot
  talk.ended = true
  if (!fresh.has(talk)) fresh.set(talk, [])
}
