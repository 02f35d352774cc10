/** How fast a large file gets through by tus-js-client: to Earshot, and to the reference server, in turns within one run. */

import { EarshotApi } from '../../src/client/api.ts'
import { processorTime } from '../http/servers/processor-time.ts'
import type { Runtime } from '../runtime.ts'
import { Pass } from '../soak/pass.ts'
import { median, round } from '../statistics.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import { type Reference, startReference } from './reference.ts'
import { sendByTusJs, type TokenGiver, type TusJsOptions } from './tus-js.ts'

export interface Rate {
  mbPerSecond: number
  /** Of the reference's. */
  ratio: number
  /** Not less than is wanted. */
  isMet: boolean
  /** Of each round, from `start()` to `onSuccess`. */
  ms: number[]
  /** Of the server's process, the median; null where there is no /proc. */
  processorMs: number | null
}

export interface Throughput {
  /** All bytes are durable, as far as the reference takes them: a part, which nothing is made of yet. */
  durable: Rate
  /** And a clip: checked, hashed, written to R2, which is Miniflare's here and shares the one thread of the runtime. */
  stored: Rate
  /** All bytes are in its file, which it leaves to the system to write; it checks nothing. */
  reference: Rate
}

/** Of what the reference carries. */
export const LEAST_RATIO = 0.5
const BYTES_PER_MB = 1_000_000
/** The reference asks for none. */
const NO_TOKEN: TokenGiver = { token: async () => 'none' }

export const throughput = (file: Buffer, rounds: number, chunkSize: number): Promise<Throughput> =>
  onRuntime({}, async (runtime) => {
    const reference = await startReference()
    try {
      return await measure({ runtime, reference, file, rounds, chunkSize })
    } finally {
      reference.stop()
    }
  })

interface Load {
  runtime: Runtime
  reference: Reference
  file: Buffer
  rounds: number
  chunkSize: number
}

/** The first round is for the runtimes to compile what they run. */
async function measure({ runtime, reference, file, rounds, chunkSize }: Load): Promise<Throughput> {
  const pass = await newPass(runtime)
  const earshot = { origin: runtime.origin, pass, chunkSize }
  const [ours, theirs] = [runtime.workerdPid, reference.pid]
  const ways = {
    durable: () => timed(file, ours, { ...earshot, headers: { 'Upload-Concat': 'partial' } }),
    stored: () => timed(file, ours, earshot),
    reference: () => timed(file, theirs, { origin: reference.origin, pass: NO_TOKEN, chunkSize }),
  }
  const took: Record<keyof typeof ways, Took[]> = { durable: [], stored: [], reference: [] }
  for (let at = 0; at <= rounds; at += 1) {
    for (const way of ['durable', 'reference', 'stored'] as const) {
      const one = await ways[way]()
      if (at > 0) took[way].push(one)
    }
  }
  const referenceMs = median(took.reference.map(({ ms }) => ms))
  const rate = (of: readonly Took[]) => rateOf(of, file.length, referenceMs)
  return { durable: rate(took.durable), stored: rate(took.stored), reference: rate(took.reference) }
}

interface Took {
  ms: number
  /** NaN where the system does not tell. */
  processorMs: number
}

function rateOf(took: readonly Took[], bytes: number, referenceMs: number): Rate {
  const ms = took.map((one) => one.ms)
  const ratio = round(referenceMs / median(ms))
  const processorMs = median(took.map((one) => one.processorMs))
  return {
    mbPerSecond: round(bytes / BYTES_PER_MB / (median(ms) / 1000), 1),
    ...{ ratio, isMet: ratio >= LEAST_RATIO, ms },
    processorMs: Number.isNaN(processorMs) ? null : processorMs,
  }
}

export async function newPass({ origin }: Runtime): Promise<Pass> {
  const made = await new EarshotApi(origin).createRoom({ name: 'Uploads', keepTalk: false })
  return new Pass(origin, made.room.id, made.guestSecret)
}

async function timed(file: Buffer, server: number, options: Omit<TusJsOptions, 'metadata'>): Promise<Took> {
  const usedMs = processorTime(server)
  const fromMs = performance.now()
  await sendByTusJs(file, { ...options, metadata: { filetype: 'audio/ogg' } })
  return { ms: round(performance.now() - fromMs, 1), processorMs: processorTime(server) - usedMs }
}
