/** Talk for tests of what is kept: packets that are well-formed Opus, and members who say them. */

import { env } from 'cloudflare:workers'
import { bundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { Guest, guest, newRoom } from './guest.ts'

/** RFC 6716 §3.1: TOC of one mono CELT frame of 20 ms, full band. What follows decodes to noise. */
const CELT_20_MS = 31 << 3

export const spoken = (slot: number, fields: Partial<Packet> = {}): Packet => ({
  speaker: 0,
  talkStart: false,
  talkEnd: false,
  durationMs: 20,
  level: 30,
  slot,
  payload: Uint8Array.of(CELT_20_MS, slot & 0xff, (slot >> 8) & 0xff, 7),
  ...fields,
})

/** A talk of `count` packets without a gap, from `from` on. */
export const talkFrom = (from: number, count: number, { ended = true, started = true } = {}): Packet[] =>
  Array.from({ length: count }, (_, at) =>
    spoken(from + 2 * at, { talkStart: started && at === 0, talkEnd: ended && at === count - 1 }),
  )

export const wire = (packets: readonly Packet[]): Uint8Array<ArrayBuffer> => Uint8Array.from(bundle(packets))

/** Says them over the socket, as many to a message as fit. */
export function sayTalk({ socket }: Guest, packets: readonly Packet[]): void {
  for (let at = 0; at < packets.length; at += 10) socket.send(wire(packets.slice(at, at + 10)))
}

/** A room that keeps talk, and somebody in it who agrees. */
export async function keepingRoom(settings: Parameters<typeof newRoom>[0] = {}, session?: string) {
  const room = await newRoom({ keepTalk: true, keepDays: null, ...settings })
  const ada = await Guest.join(room, guest('ada'), session, 0, true)
  return { room, ada, archive: env.ARCHIVES.getByName(room) }
}

/** The clips that this member has been told of. */
export const clipsTold = (member: Guest) =>
  member.all('entry').flatMap(({ entries }) => entries.filter((entry) => entry.kind === 'clip'))

/** Waits for the next clip, the one behind `known` others. */
export async function nextClip(member: Guest, known = 0) {
  await member.until(() => clipsTold(member).length > known)
  const entry = clipsTold(member)[known]
  if (entry?.clip == null) throw new Error('That clip is gone already.')
  return { ...entry, clip: entry.clip }
}
