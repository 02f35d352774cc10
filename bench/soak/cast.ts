/** The rooms of a soak and who talks in them. */

import { EarshotApi } from '../../src/client/api.ts'
import { seededRandom } from '../../test/support/tone.ts'
import { Pass } from './pass.ts'
import { Speaker, type SpeakerOptions } from './speaker.ts'
import { Spoken } from './spoken.ts'

export interface SoakRoom {
  room: string
  /** The owner's, who is none of the speakers. */
  owner: Pass
  speakers: Speaker[]
}

export interface CastOptions {
  rooms: number
  speakersEach: number
  seed: number
  /** Where what they say is noted; a new place when absent. */
  spoken?: Spoken
  /** What is special about the speakers. */
  with?: Pick<SpeakerOptions, 'plan' | 'writes' | 'onMessage' | 'onAudio'>
}

/** Far enough apart that no two speakers draw the same numbers. */
const SEED_STEP = 7_919

export async function castFor(origin: string, options: CastOptions): Promise<{ rooms: SoakRoom[]; spoken: Spoken }> {
  const spoken = options.spoken ?? new Spoken()
  const rooms: SoakRoom[] = []
  for (let at = 0; at < options.rooms; at += 1) rooms.push(await furnish(origin, at, spoken, options))
  return { rooms, spoken }
}

async function furnish(origin: string, at: number, spoken: Spoken, options: CastOptions): Promise<SoakRoom> {
  const { speakersEach, seed } = options
  const made = await new EarshotApi(origin).createRoom({ name: 'Soak', keepTalk: true })
  const room = made.room.id
  const owner = new Pass(origin, room, made.ownerSecret)
  await owner.token() // while the index can be reached
  const joining = Array.from({ length: speakersEach }, (_, index) => {
    const number = at * speakersEach + index
    const random = seededRandom(SEED_STEP * seed + number)
    const pass = new Pass(origin, room, made.guestSecret)
    return Speaker.join({ ...options.with, origin, pass, name: `Speaker ${number + 1}`, random, spoken })
  })
  return { room, owner, speakers: await Promise.all(joining) }
}

export const speakersOf = (rooms: readonly SoakRoom[]): Speaker[] => rooms.flatMap(({ speakers }) => speakers)
