/**
 * A room that keeps talk, and people who have said something in it: everything by the real routes and objects. The sound
 * is whatever bytes in Opus's own framing, which is all that a server looks at.
 */

import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import type { Archive } from '../../durable-objects/archive.ts'
import type { ClipDetails } from '../../src/archive/clip-answers.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { type Packet, SLOT_MS } from '../../src/protocol/packet.ts'
import type { Role } from '../../src/protocol/roles.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { type CreatedRoom, posted, request, tokenFor } from './door.ts'

const PACKET_MS = 20
const SLOTS = PACKET_MS / SLOT_MS

export interface Speaker {
  room: string
  person: string
  name: string
  role: Role
  session: string
  token: string
}

export async function keptRoom(): Promise<string> {
  const response = await request('/v1/rooms', posted({ name: 'Kitchen', keepTalk: true }))
  return (await response.json<CreatedRoom>()).room.id
}

export const archiveOf = (room: string): DurableObjectStub<Archive> => env.ARCHIVES.getByName(room)

/** Somebody who has been in the room, and is known there. */
export async function somebody(room: string, name: string, role: Role = 'speaker'): Promise<Speaker> {
  const person = `guest:${name.toLowerCase()}`
  const session = randomId()
  await archiveOf(room).admit({ session, person, name, role, keep: true, invite: null, address: null, after: 0 })
  return { room, person, name, role, session, token: await tokenFor(room, { person, role }) }
}

/** Packets in a row, `count` of 20 ms from `slot` on. One Opus frame of 20 ms each (RFC 6716 §3.1, config 1). */
export function packets(slot: number, count: number, { starts = false, ends = false } = {}): Packet[] {
  return Array.from({ length: count }, (_, at) => ({
    speaker: 0,
    talkStart: starts && at === 0,
    talkEnd: ends && at === count - 1,
    durationMs: PACKET_MS,
    level: 30,
    slot: slot + at * SLOTS,
    payload: Uint8Array.of(1 << 3, at & 0xff, 7),
  }))
}

/** A request with somebody's token. */
export const asked = ({ token }: Speaker, path: string, init: RequestInit = {}): Promise<Response> =>
  request(path, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` } })

export const postTalk = (speaker: Speaker, said: readonly Packet[] | Uint8Array, query = ''): Promise<Response> =>
  asked(speaker, `/v1/rooms/${speaker.room}/talk${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'earshot-session': speaker.session },
    body: said instanceof Uint8Array ? said : bundle(said),
  })

/** Begins to talk, for 200 ms, and does not end. Answers the clip's id. */
export async function begin(speaker: Speaker, slot = 0): Promise<string> {
  const response = await postTalk(speaker, packets(slot, 10, { starts: true }))
  if (response.status !== 200) throw new Error(`talk was answered with ${response.status}`)
  const outbox = await archiveOf(speaker.room).outbox({ person: speaker.person, role: 'owner' })
  const open = outbox.ok
    ? outbox.waiting.findLast(({ by, state }) => by.person === speaker.person && state === 'open')
    : undefined
  if (open === undefined) throw new Error('there is no talk')
  return open.clip
}

/** Says something that lasts so many packets, to its end, and waits for it to be a clip. Answers the clip's id. */
export async function say(speaker: Speaker, { slot = 0, count = 50 } = {}): Promise<string> {
  const clip = await begin(speaker, slot)
  await postTalk(speaker, packets(slot + 10 * SLOTS, count - 10, { ends: true }))
  await ready(speaker.room, clip)
  return clip
}

export const ready = (room: string, clip: string): Promise<ClipDetails> =>
  vi.waitFor(async () => {
    const found = await archiveOf(room).clip({ clip, asker: null })
    if (!found.ok || found.details.state !== 'ready') throw new Error('the clip is not ready')
    return found.details
  })

/** Deletes a clip as anybody may. */
export const deleted = (speaker: Speaker, clip: string): Promise<Response> =>
  asked(speaker, `/v1/clips/${clip}`, { method: 'DELETE' })

/** Has the room's owner do something about somebody. */
export async function moderated(room: string, action: 'mute' | 'remove', { person, name }: Speaker): Promise<void> {
  const by = { person: 'guest:owner', name: 'Owner' }
  await archiveOf(room).append({ kind: 'moderation', by, id: randomId(), action, target: { person, name } })
}
