/**
 * The noise suppressors of `@sapphi-red/web-noise-suppressor` outside a browser: their worklets, block by block, as an audio
 * thread runs them. Their code takes a process for Node's, which it does not know: so it does not see one while it begins.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'

const PACKAGE = '@sapphi-red/web-noise-suppressor'
const FILES = {
  speex: ['speexWorklet.js', 'speex.wasm'],
  rnnoise: ['rnnoiseWorklet.js', 'rnnoise_simd.wasm'],
  gtcrn: ['gtcrnWorklet.js', 'gtcrn.wasm'],
} as const
export type SuppressorName = keyof typeof FILES
export const SUPPRESSORS = Object.keys(FILES) as SuppressorName[]

interface Processor {
  /** There once its WebAssembly is. */
  processor?: object
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean
}

type ProcessorClass = new (options: { processorOptions: { maxChannels: number; wasmBinary: ArrayBuffer } }) => Processor

const { resolve } = createRequire(import.meta.url)
const known = new Map<SuppressorName, Promise<ProcessorClass>>()

/** A fresh one: what comes out of all that goes in, in time with it. */
export async function makeSuppressing(name: SuppressorName): Promise<(samples: Float32Array) => Float32Array> {
  const loading = known.get(name) ?? load(name)
  known.set(name, loading)
  const Suppressor = await loading
  const wasmBinary = new Uint8Array(readFileSync(resolve(`${PACKAGE}/${FILES[name][1]}`))).buffer
  const suppressor = begin(() => new Suppressor({ processorOptions: { maxChannels: 1, wasmBinary } }))
  while (suppressor.processor === undefined) await wait(1)
  return (samples) => {
    const out = new Float32Array(samples.length)
    for (let at = 0; at + QUANTUM_SAMPLES <= samples.length; at += QUANTUM_SAMPLES) {
      const block = samples.slice(at, at + QUANTUM_SAMPLES) // some write into what they are given
      suppressor.process([[block]], [[out.subarray(at, at + QUANTUM_SAMPLES)]])
    }
    return out
  }
}

async function load(name: SuppressorName): Promise<ProcessorClass> {
  let registered: ProcessorClass | undefined
  Object.assign(globalThis, {
    sampleRate: SAMPLE_RATE_HZ,
    AudioWorkletProcessor: class {
      readonly port = new EventTarget()
    },
    registerProcessor: (_: string, processor: ProcessorClass) => {
      registered = processor
    },
  })
  await import(pathToFileURL(resolve(`${PACKAGE}/${FILES[name][0]}`)).href)
  if (registered === undefined) throw new Error(`${name} registers nothing.`)
  return registered
}

function begin<T>(make: () => T): T {
  const { process } = globalThis
  try {
    Object.assign(globalThis, { process: undefined })
    return make()
  } finally {
    Object.assign(globalThis, { process })
  }
}
