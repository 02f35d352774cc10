/** A large file by tus-js-client while the runtime is killed again and again: what is stored in the end is what was sent. */

import { createHash } from 'node:crypto'
import { seededRandom } from '../../test/support/tone.ts'
import { until } from '../../test/support/until.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { startForTrial } from '../trials/on-runtime.ts'
import { newPass } from './throughput.ts'
import { sendByTusJs } from './tus-js.ts'
import { Wire } from './wire.ts'

export interface Killed {
  kills: number
  seed: number
  bytes: number
  /** SHA-256 of the stored object is that of the file. */
  equal: boolean
  /** Bytes that had been acknowledged, and were not there when it went on. */
  lostBytes: number
  restartsFromZero: number
  /** Bytes that were sent once more than the file has. */
  resentBytes: number
  seconds: number
}

const STORED_WITHIN_MS = 60_000

export async function killed(file: Buffer, kills: number, seed: number, chunkSize: number): Promise<Killed> {
  const random = seededRandom(seed)
  let runtime = await startForTrial()
  const wire = await Wire.open(runtime.port)
  try {
    const pass = await newPass(runtime)
    await pass.token()
    const fromMs = performance.now()
    const progress = new Progress()
    const { origin, ledger } = wire
    ledger.nextFile()
    const sending = sendByTusJs(file, { origin, pass, chunkSize, metadata: METADATA, onProgress: progress.note })
    sending.catch(() => undefined) // told below, once the kills are over
    for (let kill = 0; kill < kills; kill += 1) {
      await progress.reaches((file.length * (kill + random())) / kills)
      await runtime.kill()
      runtime = await startRuntime(runtime)
    }
    const url = await sending
    const seconds = round((performance.now() - fromMs) / 1000, 1)
    const equal = (await storedDigest(runtime, url, await pass.token())) === digestOf(file)
    const { lostBytes, restartsFromZero } = ledger
    const resentBytes = progress.sentBytes - file.length
    return { kills, seed, bytes: file.length, equal, lostBytes, restartsFromZero, resentBytes, seconds }
  } finally {
    wire.close()
    await runtime.stop()
  }
}

const METADATA = { filetype: 'audio/ogg', ack: 'indexed' }

/** How far a client has come, and what it has sent in all. */
class Progress {
  sentBytes = 0
  #at = 0
  #aim = Number.POSITIVE_INFINITY
  #reached: () => void = () => {}

  readonly note = (at: number): void => {
    if (at > this.#at) this.sentBytes += at - this.#at
    this.#at = at
    if (at >= this.#aim) this.#reached()
  }

  reaches(aim: number): Promise<void> {
    return new Promise((resolve) => {
      this.#aim = aim
      this.#reached = resolve
    })
  }
}

async function storedDigest({ origin }: Runtime, url: string, token: string): Promise<string> {
  const authorization = `Bearer ${token}`
  const clip = await until(
    async () => {
      const { headers } = await fetch(url, { method: 'HEAD', headers: { authorization, 'tus-resumable': '1.0.0' } })
      return headers.get('earshot-upload-state') === 'announced' && (headers.get('earshot-clip') ?? undefined)
    },
    'the message to be announced',
    STORED_WITHIN_MS,
  )
  const audio = await fetch(`${origin}/v1/clips/${clip}/audio`, { headers: { authorization } })
  return digestOf(Buffer.from(await audio.arrayBuffer()))
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
