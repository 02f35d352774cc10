/** Joining: from a token and a `VoiceAudio` to a `Room`. */

import type { TalkMode } from '../audio/talk-gate.ts'
import { Name } from '../protocol/fields.ts'
import { EarshotApi } from './api.ts'
import { EarshotError } from './errors.ts'
import { KeepAlive } from './keep-alive.ts'
import { sendLeft } from './left-behind.ts'
import { VoiceMessages } from './messages/voice-messages.ts'
import { OwnState } from './own-state.ts'
import { PageTokens } from './page-tokens.ts'
import { randomId } from './random-id.ts'
import { Room, type RoomParts } from './room.ts'
import { RoomClips } from './room-clips.ts'
import { RoomDoors } from './room-doors.ts'
import { RoomSound } from './room-sound.ts'
import type { Welcome } from './room-view.ts'
import { errorOfEnd, SessionLink } from './session-link.ts'
import { valid } from './valid.ts'
import { graphOf, type VoiceAudio } from './voice-audio.ts'

export interface JoinOptions {
  /** The room's id. */
  room: string
  /** What the others call this member, 1–64 characters, where the token does not fix a name. */
  name: string
  /**
   * Called when the room is joined, and again only when a token is needed and the last one has expired, will within a
   * minute, does not say when (it is no JWT with an `exp`) or was refused: resolve with a new token for this room.
   * As long as the connection is there the room renews the token by itself; one that is lost and made again uses the last.
   * One token opens one session at a time: do not hand out one that another is connected with.
   * An `EarshotError` other than `unreachable` and `too-fast` ends the session; after anything else it is called again.
   */
  getToken: () => Promise<string>
  /** Serves one room at a time: the last to be joined. */
  audio: VoiceAudio
  /** Origin of the server; this page's own when absent. */
  server?: string
  /** `open` when absent. */
  talk?: TalkMode
  muted?: boolean
  deafened?: boolean
  /** Whether what this member says may be kept, in a room that keeps talk; false when absent. */
  keep?: boolean
  /** Gives up joining. It has no effect once joined: then `room.leave()`. */
  signal?: AbortSignal
}

/** What the room has not said yet of this member. */
const UNKNOWN = { member: 0, role: 'speaker', silenced: false, aside: false } as const

/**
 * Joins a room. Resolves when the room has welcomed this client.
 * @throws {EarshotError} `room-unknown`, `room-deleted`, `room-locked`, `room-full`, `removed`, `ended`, `too-many-devices`,
 * `token-refused`, `not-allowed`, `invalid`,
 * `unreachable` (no welcome within 15 s), `protocol`, `audio-failed`, `aborted`, or with the code of what `getToken` threw
 */
export async function joinRoom(options: JoinOptions): Promise<Room> {
  const { room, getToken, audio, server = location.origin, signal } = options
  if (signal?.aborted) throw new EarshotError('aborted')
  const name = valid(Name, options.name)
  const { muted = false, deafened = false, keep = false } = options
  const own = new OwnState({ name, muted, deafened, keep })
  const { profile } = own
  const graph = graphOf(audio)
  const { lines, end } = graph.beginSession()
  const tokens = new PageTokens(getToken)
  const session = new SessionLink({ server, room, session: randomId(), profile, ...lines }, tokens)
  const sound = new RoomSound(graph, options.talk ?? 'open', { ...profile, ...UNKNOWN })
  try {
    const welcome = await welcomed(session, signal)
    const api = new EarshotApi(server)
    const clips = new RoomClips({ room, api, tokens, name: () => own.name })
    const doors = new RoomDoors({ room, api, tokens })
    const hold = (held: boolean) => {
      sound.held = held
    }
    const { person } = welcome.self
    const messages = VoiceMessages.of({ server, room, person, tokens, audio, name: () => own.name, hold })
    return liveRoom({ welcome, own, session, sound, clips, doors, messages, release: end }, () =>
      sendLeft(room, api, tokens),
    )
  } catch (error) {
    sound.end()
    session.close()
    end()
    throw error
  }
}

/**
 * A room that keeps the device awake, and is left when the page goes: in Chromium the worker gets its `leave` out before
 * it dies with the page (measured: tab closed, reloaded, another address). Where it does not, the room counts a lost line.
 * A page that the browser keeps and brings back finds the room closed. Talk that an earlier visit left on this device goes
 * now, if its member still agrees to be kept, and nobody waits for it.
 */
function liveRoom(parts: RoomParts, sendLeftBehind: () => Promise<unknown>): Room {
  const keepAlive = new KeepAlive()
  const stop = new AbortController()
  const release = () => {
    keepAlive.release()
    stop.abort()
    parts.release()
  }
  const room = new Room({ ...parts, release })
  addEventListener('pagehide', () => room.leave({ atOnce: true }), { signal: stop.signal })
  let agreed = false
  const send = () => room.me.keep && sendLeftBehind().catch(() => undefined) // it stays, for when the line is back
  const sendOnceAgreed = () => {
    if (room.me.keep && !agreed) send()
    agreed = room.me.keep
  }
  room.on('state', (state) => state === 'connected' && send())
  room.on('me', sendOnceAgreed)
  sendOnceAgreed()
  return room
}

/** Waits for the room's first word. */
function welcomed(session: SessionLink, signal: AbortSignal | undefined): Promise<Welcome> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new EarshotError('aborted')), { once: true })
    session.onEvent = (event) => {
      if (event.type === 'welcome') resolve(event)
      if (event.type === 'closed') reject(errorOfEnd(event))
    }
  })
}
