/** Joining: from a token and a `VoiceAudio` to a `Room`. */

import { EarshotError } from './errors.ts'
import type { Room, TalkMode } from './room.ts'
import type { VoiceAudio } from './voice-audio.ts'

export interface JoinOptions {
  /** The room's id. */
  room: string
  /** What the others call this member, 1–64 characters. */
  name: string
  /**
   * Called whenever a connection is made, also when one was lost: resolve with a token for this room that is still valid.
   * An `EarshotError` other than `unreachable` and `too-fast` ends the session; anything else is tried again.
   */
  getToken: () => Promise<string>
  audio: VoiceAudio
  /** Origin of the server; this page's own when absent. */
  server?: string
  /** `open` when absent. */
  talk?: TalkMode
  muted?: boolean
  deafened?: boolean
  /** Gives up joining. It has no effect once joined: then `room.leave()`. */
  signal?: AbortSignal
}

/**
 * Joins a room. Resolves when the room has welcomed this client.
 * @throws {EarshotError} `room-unknown`, `room-locked`, `room-full`, `removed`, `token-refused`, `not-allowed`, `invalid`, `unreachable`, `protocol`, `aborted`, or what `getToken` threw
 */
export async function joinRoom(_options: JoinOptions): Promise<Room> {
  throw new EarshotError('unreachable')
}
