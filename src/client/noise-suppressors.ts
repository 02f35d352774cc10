/**
 * The two noise suppressors that Earshot brings, for browsers that have none and for whoever wants more than the browser
 * does. Loaded when one is first wanted: with their WebAssembly they are 100 to 200 kB.
 */

import { RnnoiseWorkletNode, SpeexWorkletNode } from '@sapphi-red/web-noise-suppressor'
import rnnoiseUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url'
import rnnoiseSimdUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url'
import rnnoiseWorkletUrl from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url'
import speexUrl from '@sapphi-red/web-noise-suppressor/speex.wasm?url'
import speexWorkletUrl from '@sapphi-red/web-noise-suppressor/speexWorklet.js?url'
import { fetchBinary } from './suppressor-binary.ts'

/** `steady` takes fans and hiss out and delays by 3 ms; `thorough`, by 21 ms, takes out what a network has learnt is no voice. */
export type SuppressorKind = 'steady' | 'thorough'

/** Its node hears and gives one channel; `destroy` ends it for good. */
export type SuppressorNode = AudioWorkletNode & { destroy(): void }

const MAKERS: Record<SuppressorKind, (context: AudioContext) => Promise<SuppressorNode>> = {
  steady: async (context) => {
    const [wasmBinary] = await Promise.all([fetchBinary(speexUrl), context.audioWorklet.addModule(speexWorkletUrl)])
    return new SpeexWorkletNode(context, { wasmBinary, maxChannels: 1 })
  },
  thorough: async (context) => {
    const [wasmBinary] = await Promise.all([
      fetchBinary(rnnoiseSimdUrl, rnnoiseUrl),
      context.audioWorklet.addModule(rnnoiseWorkletUrl),
    ])
    return new RnnoiseWorkletNode(context, { wasmBinary, maxChannels: 1 })
  },
}

/** `context` runs at 48 kHz: both count on it. Rejects when the browser or the line does not bring it. */
export async function makeSuppressor(kind: SuppressorKind, context: AudioContext): Promise<SuppressorNode> {
  const node = await MAKERS[kind](context)
  node.channelCount = 1
  node.channelCountMode = 'explicit'
  return node
}
