/** How fast a large file gets through by tus-js-client: to Earshot, and to the reference server, in turns within one run. */

import { EarshotApi } from '../../src/client/api.ts'
import type { Runtime } from '../runtime.ts'
import { Pass } from '../soak/pass.ts'
import { median, round } from '../statistics.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import { type Reference, startReference } from './reference.ts'
import { sendByTusJs, type TokenGiver } from './tus-js.ts'

export interface Throughput {
  /** Of the file, from `start()` to `onSuccess`: for Earshot it is in R2 by then, checked, and on its way to the room. */
  earshotMBPerSecond: number
  referenceMBPerSecond: number
  ratio: number
  earshotMs: number[]
  referenceMs: number[]
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
  const earshotMs: number[] = []
  const referenceMs: number[] = []
  for (let at = 0; at <= rounds; at += 1) {
    const ours = await timed(file, { origin: runtime.origin, pass, chunkSize })
    const theirs = await timed(file, { origin: reference.origin, pass: NO_TOKEN, chunkSize })
    if (at > 0) earshotMs.push(ours)
    if (at > 0) referenceMs.push(theirs)
  }
  const rate = (ms: readonly number[]) => file.length / BYTES_PER_MB / (median(ms) / 1000)
  return {
    earshotMBPerSecond: round(rate(earshotMs), 1),
    referenceMBPerSecond: round(rate(referenceMs), 1),
    ratio: round(rate(earshotMs) / rate(referenceMs)),
    earshotMs,
    referenceMs,
  }
}

export async function newPass({ origin }: Runtime): Promise<Pass> {
  const made = await new EarshotApi(origin).createRoom({ name: 'Uploads', keepTalk: false })
  return new Pass(origin, made.room.id, made.guestSecret)
}

async function timed(file: Buffer, options: { origin: string; pass: TokenGiver; chunkSize: number }): Promise<number> {
  const fromMs = performance.now()
  await sendByTusJs(file, { ...options, metadata: { filetype: 'audio/ogg' } })
  return round(performance.now() - fromMs, 1)
}
