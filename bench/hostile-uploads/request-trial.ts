/**
 * Broken requests of tus by the ten thousand, with broken files in them, against the real Worker: each is answered as the
 * document says, nothing falls over, and nothing is kept that does not play.
 */

import { FRAME_MS } from '../../src/audio/pcm.ts'
import { writeOgg } from '../../src/clips/clip-file.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { mintParticipantToken } from '../../src/tokens/participant-token.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import { createRoom } from '../../test/support/room.ts'
import type { Answer, HostileRequest } from '../hostile-http/request.ts'
import { Sender } from '../hostile-http/send.ts'
import { faultOf, isPlatforms } from '../hostile-http/verdict.ts'
import { TOKEN_KEYS } from '../runtime/worker-bundle.ts'
import type { Runtime } from '../runtime.ts'
import { Dice } from '../trials/hostile/dice.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import { Documented } from './documented.ts'
import { mutatedFile } from './mutated-file.ts'
import { seedClips } from './seed-clips.ts'
import { type StoredClips, storedClips } from './stored-clips.ts'
import { withFaults } from './tus-faults.ts'
import { TusFlow } from './tus-flow.ts'

export interface RequestTrialOptions {
  requests: number
  seed: number
}

export interface RequestFinding {
  /** The upload can be made again from the run's seed and this. */
  flow: number
  fault: string
  kind: string
  request: string
  answer: string
}

export interface RequestFigures {
  requests: number
  /** Those in which something was wrong. */
  mutated: number
  uploads: number
  brokenOff: number
  answers: Record<string, number>
  kinds: Record<string, number>
  operations: Record<string, number>
  findings: RequestFinding[]
  stored: StoredClips
  isWell: boolean
}

const ROOMS = 4
const AT_ONCE = 8
const FAULTY_REQUESTS = 0.6
const FAULTY_FILES = 0.5
/** More than fits into one piece of a multipart upload, which is 5 MiB. */
const LARGE_FILES = 0.01
const LARGE_BYTES = 5.5 * 1_048_576
const SHOWN = 300
const MOST_OTHERS = 50
const SEED_STEP = 0x9e3779b1
const KEYS = readSigningKeys(TOKEN_KEYS)

export const requestTrial = (options: RequestTrialOptions): Promise<RequestFigures> =>
  onRuntime({}, (runtime) => new RequestTrial(runtime, options).run())

class RequestTrial {
  readonly #runtime: Runtime
  readonly #options: RequestTrialOptions
  readonly #sender: Sender
  readonly #others = { tokens: [] as string[], uploads: [] as string[] }
  readonly #figures: RequestFigures = {
    ...{ requests: 0, mutated: 0, uploads: 0, brokenOff: 0, answers: {}, kinds: {}, operations: {}, findings: [] },
    stored: { objects: 0, findings: [] },
    isWell: false,
  }

  constructor(runtime: Runtime, options: RequestTrialOptions) {
    this.#runtime = runtime
    this.#options = options
    this.#sender = new Sender(runtime.origin)
  }

  async run(): Promise<RequestFigures> {
    const { origin } = this.#runtime
    const rooms = await Promise.all(Array.from({ length: ROOMS }, () => createRoom(origin)))
    const documented = await Documented.read(origin)
    const seeds = await seedClips()
    const files = { seeds, large: [await largeClip(seeds[4] as Uint8Array)] }
    let flow = 0
    const goOn = async () => {
      while (this.#figures.requests < this.#options.requests) {
        const number = flow++
        await this.#flow(number, (rooms[number % ROOMS] as { room: string }).room, documented, files)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, goOn))
    this.#figures.uploads = flow
    this.#sender.close()
    this.#figures.stored = await storedClips(this.#runtime)
    this.#figures.isWell = (await fetch(`${origin}/v1/health`)).ok
    return this.#figures
  }

  async #flow(
    number: number,
    room: string,
    documented: Documented,
    { seeds, large }: { seeds: Uint8Array[]; large: Uint8Array[] },
  ): Promise<void> {
    const dice = new Dice(this.#options.seed + number * SEED_STEP)
    const token = await personIn(room, number)
    const honest = dice.chance(LARGE_FILES) ? large : seeds
    const file = dice.chance(FAULTY_FILES) ? mutatedFile(dice, honest).bytes : dice.pick(honest)
    const isFaulty = dice.chance(0.85)
    const send = async (good: HostileRequest) => {
      const isBad = isFaulty && dice.chance(FAULTY_REQUESTS)
      const request = isBad ? withFaults(dice, good, this.#others) : good
      if (isBad) this.#figures.mutated += 1
      const answer = await this.#send(number, request, documented)
      this.#remember(token, answer?.headers.location)
      return answer
    }
    await new TusFlow(dice, token, send).run(file)
  }

  async #send(flow: number, request: HostileRequest, documented: Documented): Promise<Answer | undefined> {
    const figures = this.#figures
    figures.requests += 1
    count(figures.kinds, request.kind)
    count(figures.operations, request.operation)
    try {
      const answer = await this.#sender.send(request)
      if (answer === undefined) {
        figures.brokenOff += 1
        return undefined
      }
      count(figures.answers, isPlatforms(answer) ? `platform ${answer.status}` : String(answer.status))
      const fault = faultOf(asMeant(request), answer) ?? undocumented(request, answer, documented)
      if (fault !== undefined) this.#note(flow, request, fault, `${answer.status} ${answer.body}`)
      return answer
    } catch (error) {
      this.#note(flow, request, 'no answer', String(error))
      return undefined
    }
  }

  #remember(token: string, location: unknown): void {
    const { tokens, uploads } = this.#others
    if (typeof location !== 'string') return
    tokens.push(token)
    uploads.push(location)
    if (tokens.length > MOST_OTHERS) [tokens.shift(), uploads.shift()]
  }

  #note(flow: number, { kind, method, path, headers }: HostileRequest, fault: string, answer: string): void {
    const { authorization: _, ...said } = headers
    const request = `${method} ${path} ${JSON.stringify(said)}`.slice(0, SHOWN)
    this.#figures.findings.push({ flow, fault, kind, request, answer: answer.slice(0, SHOWN) })
  }
}

/** An answer to HEAD has no body, and so no code, however HEAD was said. */
function asMeant(request: HostileRequest): HostileRequest {
  const override = request.headers['x-http-method-override']?.trim().toUpperCase()
  return override === 'HEAD' ? { ...request, method: override } : request
}

function undocumented(
  { method, path, headers }: HostileRequest,
  answer: Answer,
  documented: Documented,
): string | undefined {
  if (isPlatforms(answer)) return undefined
  const isKnown = documented.has(answer.status, method, path, headers['x-http-method-override'])
  return isKnown ? undefined : `${answer.status} is not documented`
}

/** Somebody new, so that what one person may have under way bounds nobody else. */
async function personIn(room: string, number: number): Promise<string> {
  const person = `guest:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const participant = { person, room, role: 'speaker', name: null, invite: null } as const
  return (await mintParticipantToken(participant, KEYS, Date.now())).token
}

/** The same sound again and again. */
async function largeClip(clip: Uint8Array): Promise<Uint8Array> {
  const { packets, channels, preSkip } = await readClip(clip)
  const times = Math.ceil(LARGE_BYTES / clip.length)
  const many = Array.from({ length: times }, () => packets).flat()
  const row = many.map(({ payload }, at) => ({ atMs: at * FRAME_MS, durationMs: FRAME_MS, payload }))
  const tags = { speaker: 'Ada', room: 'r-1', startedAtMs: 0, source: 'large' }
  return (await writeOgg(row, { channels, preSkip }, tags)).bytes
}

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}
