/** How fast a large file gets through by tus-js-client: to Earshot, and to the reference server, in turns within one run. */

import { EarshotApi } from '../../src/client/api.ts'
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
  /** Of each round, from `start()` to `onSuccess`. */
  ms: number[]
}

export interface Throughput {
  /** All bytes are durable, as with the reference: a part, which nothing is made of yet. */
  durable: Rate
  /** And checked, and in R2, which is Miniflare's here and shares the one thread of the runtime. */
  stored: Rate
  reference: Rate
}

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
  const ways = {
    durable: () => timed(file, { ...earshot, headers: { 'Upload-Concat': 'partial' } }),
    stored: () => timed(file, earshot),
    reference: () => timed(file, { origin: reference.origin, pass: NO_TOKEN, chunkSize }),
  }
  const ms: Record<keyof typeof ways, number[]> = { durable: [], stored: [], reference: [] }
  for (let at = 0; at <= rounds; at += 1) {
    for (const way of ['durable', 'reference', 'stored'] as const) {
      const took = await ways[way]()
      if (at > 0) ms[way].push(took)
    }
  }
  const rate = (of: readonly number[]): Rate => ({
    mbPerSecond: round(file.length / BYTES_PER_MB / (median(of) / 1000), 1),
    ratio: round(median(ms.reference) / median(of)),
    ms: [...of],
  })
  return { durable: rate(ms.durable), stored: rate(ms.stored), reference: rate(ms.reference) }
}

export async function newPass({ origin }: Runtime): Promise<Pass> {
  const made = await new EarshotApi(origin).createRoom({ name: 'Uploads', keepTalk: false })
  return new Pass(origin, made.room.id, made.guestSecret)
}

async function timed(file: Buffer, options: Omit<TusJsOptions, 'metadata'>): Promise<number> {
  const fromMs = performance.now()
  await sendByTusJs(file, { ...options, metadata: { filetype: 'audio/ogg' } })
  return round(performance.now() - fromMs, 1)
}
