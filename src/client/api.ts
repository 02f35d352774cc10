/**
 * The HTTP API as the SDK uses it: make a room, turn a link's secret into a token, read older entries of a log.
 * Runs on the page and in the network worker; knows `fetch` and nothing else of the platform.
 */

import * as v from 'valibot'
import { LinkSecret, PersonId, Role, RoomId, TimeMs } from '../protocol/fields.ts'
import { ReadEntry } from '../protocol/room-message.ts'
import { EarshotError, type EarshotErrorCode } from './errors.ts'

/** Who waits longer for a page of JSON has no connection, whatever the browser still hopes for: it would wait minutes. */
const ANSWER_WITHIN_MS = 10_000

const RoomName = v.object({ id: RoomId, name: v.nullable(v.string()) })
const CreatedRoom = v.object({ room: RoomName, ownerSecret: LinkSecret, guestSecret: LinkSecret })
const GrantedToken = v.object({
  token: v.string(),
  expiresAtMs: TimeMs,
  role: Role,
  person: PersonId,
  guest: v.string(),
  room: RoomName,
})
const EntryPage = v.object({ entries: v.array(ReadEntry) })
const Failure = v.object({ error: v.object({ code: v.string(), message: v.string() }) })

/** A new room and the secrets of its two links: `{origin}/r/{room.id}#{secret}`. */
export type CreatedRoom = v.InferOutput<typeof CreatedRoom>
/** A token for one room, valid until `expiresAtMs` (ms since 1970), and `guest`, the credential that names this person again. */
export type GrantedToken = v.InferOutput<typeof GrantedToken>

const CODES: Record<string, EarshotErrorCode> = {
  'rooms-closed': 'rooms-closed',
  'unknown-room': 'room-unknown',
  'wrong-secret': 'wrong-link',
  removed: 'removed',
  locked: 'room-locked',
}

export class EarshotApi {
  readonly #server: string

  /** `server`: the origin of an Earshot server, `https://voice.example`; this page's own when absent. */
  constructor(server: string = location.origin) {
    this.#server = server
  }

  /**
   * Makes a room (POST /v1/rooms). `maxSpeakers`: how many members are heard at a time, 1…16, 4 when absent.
   * @throws {EarshotError} `rooms-closed`, `too-fast`, `unreachable`
   */
  createRoom(options: { name?: string; maxSpeakers?: number } = {}): Promise<CreatedRoom> {
    return this.#ask(CreatedRoom, '/v1/rooms', post(options))
  }

  /**
   * Exchanges a link's secret for a token (POST /v1/rooms/:room/tokens). Hand in the `guest` of an earlier answer to stay
   * the same person.
   * @throws {EarshotError} `wrong-link`, `room-unknown`, `too-fast`, `unreachable`
   */
  requestToken(request: { room: string; secret: string; guest?: string }): Promise<GrantedToken> {
    const { room, ...body } = request
    return this.#ask(GrantedToken, `/v1/rooms/${encodeURIComponent(room)}/tokens`, post(body))
  }

  /** One page of a room's log: the newest `limit` entries below `before`, ascending (GET /v1/rooms/:room/entries). */
  async entries(request: { room: string; token: string; before: number; limit: number }): Promise<ReadEntry[]> {
    const { room, token, before, limit } = request
    const path = `/v1/rooms/${encodeURIComponent(room)}/entries?before=${before}&limit=${limit}`
    const page = await this.#ask(EntryPage, path, { headers: { authorization: `Bearer ${token}` } })
    return page.entries
  }

  async #ask<Answer>(schema: v.GenericSchema<unknown, Answer>, path: string, init: RequestInit): Promise<Answer> {
    const { ok, status, body } = await this.#fetch(path, init)
    if (!ok) throw failure(status, body)
    const answer = v.safeParse(schema, body)
    if (!answer.success) throw new EarshotError('protocol', { cause: new v.ValiError(answer.issues) })
    return answer.output
  }

  async #fetch(path: string, init: RequestInit): Promise<{ ok: boolean; status: number; body: unknown }> {
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
      const response = await fetch(new URL(path, this.#server), { ...init, signal })
      return { ok: response.ok, status: response.status, body: await response.json() }
    } catch (cause) {
      throw new EarshotError('unreachable', { cause }) // no connection, no answer in time, or one that is not the API's
    }
  }
}

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

function failure(status: number, body: unknown): EarshotError {
  const said = v.safeParse(Failure, body)
  const cause = said.success ? said.output.error : { status }
  return new EarshotError((said.success && CODES[said.output.error.code]) || codeOfStatus(status), { cause })
}

function codeOfStatus(status: number): EarshotErrorCode {
  if (status === 429) return 'too-fast'
  if (status === 401) return 'token-refused'
  if (status === 403) return 'not-allowed'
  return status >= 500 ? 'unreachable' : 'protocol'
}
