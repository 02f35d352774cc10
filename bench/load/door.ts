/**
 * Gets a load through a deployment's door: a room, and a token for each member, no more requests at a time than a deployment
 * bears. Every way in which that fails is told as a sentence that says what to do.
 *
 * Next: bench/load/earshot-line.ts
 */

/** What stands in the way. The message is for whoever runs the load. */
export class DoorShut extends Error {}

const REQUESTS_AT_ONCE = 8
const ANSWER_WITHIN_MS = 15_000
/** Requests that are refused for the moment are made again, each for as long as this in all. */
const PATIENCE_MS = 120_000
const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 30_000

export interface Room {
  id: string
  secret: string
}

interface Failure {
  status: number
  code: string
  message: string
  /** From `Retry-After`. */
  waitMs: number | undefined
}

type Answer = { ok: true; body: unknown } | { ok: false; failure: Failure }

/** Makes a room in which so many are heard at a time. */
export async function createRoom(origin: string, maxSpeakers: number): Promise<Room> {
  const body = await ask(origin, '/v1/rooms', { name: 'Load', maxSpeakers })
  const { room, guestSecret } = body as { room: { id: string }; guestSecret: string }
  return { id: room.id, secret: guestSecret }
}

/** A token for each of `count` members, each of them somebody else. `told` hears how many there are. */
export async function requestTokens(
  origin: string,
  { id, secret }: Room,
  count: number,
  told: (tokens: number) => void,
): Promise<string[]> {
  const tokens: string[] = []
  let asked = 0
  const work = async () => {
    while (asked < count) {
      asked += 1
      const body = await ask(origin, `/v1/rooms/${encodeURIComponent(id)}/tokens`, { secret })
      tokens.push((body as { token: string }).token)
      told(tokens.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(REQUESTS_AT_ONCE, count) }, work))
  return tokens
}

/** Asks until it is answered; waits as `Retry-After` says, or longer each time. */
async function ask(origin: string, path: string, body: object): Promise<unknown> {
  const giveUpAtMs = performance.now() + PATIENCE_MS
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(MAX_WAIT_MS, 2 * waitMs)) {
    const answer = await post(origin, path, body)
    if (answer.ok) return answer.body
    const { failure } = answer
    const isPassing = failure.status === 429 || failure.status === 503
    const wantedMs = failure.waitMs ?? waitMs
    if (!isPassing || performance.now() + wantedMs > giveUpAtMs) throw new DoorShut(sentenceOf(failure, origin))
    await new Promise((resolve) => setTimeout(resolve, wantedMs))
  }
}

async function post(origin: string, path: string, body: object): Promise<Answer> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch((error: Error) => {
    throw new DoorShut(`${origin} cannot be reached (${reasonOf(error)}). ${START_IT}`)
  })
  const said = await response.json().catch(() => undefined) // not JSON: told below as no Earshot
  if (response.ok && said !== undefined) return { ok: true, body: said }
  const { code = '', message = '' } = said?.error ?? {}
  return { ok: false, failure: { status: response.status, code, message, waitMs: retryAfterMs(response) } }
}

const START_IT = 'Is Earshot running there? npm start prints its address; name another by --url https://voice.example'

/** What the system says stands in the cause that `fetch` wraps. */
const reasonOf = (error: Error): string => (error.cause as { code?: string } | undefined)?.code ?? error.message

/** RFC 9110 §10.2.3: seconds; a date is not taken, for no part of Earshot sends one. */
function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}

const ADVICE: Record<string, string> = {
  'rooms-closed':
    'Rooms cannot be made there: ANYONE_MAY_CREATE_ROOMS is not "true". Give a room that exists by the parts of a link into it (URL/r/ID#SECRET): --room ID --secret SECRET',
  'unknown-room': 'There is no such room. Check --room against the link: URL/r/ID#SECRET',
  'wrong-secret': 'The secret does not open that room. Check --secret against the link: URL/r/ID#SECRET',
}

function sentenceOf({ status, code, message }: Failure, origin: string): string {
  const advice = ADVICE[code]
  if (advice !== undefined) return advice
  if (status === 429) return `${origin} still limits how fast tokens are given out. Ask for fewer --listeners, or wait.`
  if (code === '') return `${origin} answers ${status}, but not as Earshot does. Check --url.`
  return `${origin} answers ${status} ${code}: ${message}`
}
