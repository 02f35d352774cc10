/**
 * A track as a node of our context. Firefox joins none whose rate is another than the context's (Mozilla's bugs 1674892
 * and 1725336): then a small context of the track's own rate takes it in, and hands it over, resampled.
 */

import type { BridgeStart } from './bridge-worklet.ts'
import bridgeUrl from './bridge-worklet.ts?worker&url'
import { EarshotError } from './errors.ts'
import { BRIDGE_END, BRIDGE_IN_PROCESSOR, BRIDGE_OUT_PROCESSOR } from './processor-names.ts'

export interface MicrophoneSource {
  readonly node: AudioNode
  close(): void
}

/** What sound devices run at, the usual first. */
const RATES_HZ = [48_000, 44_100, 96_000, 16_000, 32_000, 24_000, 8_000]

/** `broken`: it turns out later that the track cannot be joined. @throws {EarshotError} `microphone-failed` */
export function sourceOf(track: MediaStreamTrack, context: AudioContext, broken: () => void): MicrophoneSource {
  try {
    const node = context.createMediaStreamSource(new MediaStream([track]))
    return { node, close: () => node.disconnect() }
  } catch (cause) {
    const isOtherRate = cause instanceof DOMException && cause.name === 'NotSupportedError'
    if (!isOtherRate) throw new EarshotError('microphone-failed', { cause })
    return bridged(track, context, broken)
  }
}

/** Silent until the bridge stands. */
function bridged(track: MediaStreamTrack, context: AudioContext, broken: () => void): MicrophoneSource {
  const node = new GainNode(context)
  const stop = new AbortController()
  build(track, node, stop.signal).catch(() => stop.signal.aborted || broken())
  return {
    node,
    close() {
      stop.abort()
      node.disconnect()
    },
  }
}

async function build(track: MediaStreamTrack, outlet: AudioNode, signal: AbortSignal): Promise<void> {
  const near = outlet.context as AudioContext
  const { far, source } = joinAnywhere(track)
  // Rejected when it is closed already.
  signal.addEventListener('abort', () => void far.close().catch(() => undefined))
  await Promise.all([near, far].map(({ audioWorklet }) => audioWorklet.addModule(bridgeUrl)))
  await far.resume()
  if (signal.aborted) return
  const mono: AudioWorkletNodeOptions = { channelCount: 1, channelCountMode: 'explicit', outputChannelCount: [1] }
  const sender = new AudioWorkletNode(far, BRIDGE_IN_PROCESSOR, mono)
  const receiver = new AudioWorkletNode(near, BRIDGE_OUT_PROCESSOR, { ...mono, numberOfInputs: 0 })
  const { port1, port2 } = new MessageChannel()
  const rateHz = far.sampleRate
  receiver.port.postMessage({ line: port2, rateHz } satisfies BridgeStart, [port2])
  sender.port.postMessage({ line: port1, rateHz } satisfies BridgeStart, [port1])
  // A node that leads nowhere is not rendered; what the sender puts out is silence.
  source.connect(sender).connect(far.destination)
  receiver.connect(outlet)
  signal.addEventListener('abort', () => {
    receiver.port.postMessage(BRIDGE_END)
    receiver.disconnect()
  })
}

/** The context that takes it: at the rate that the track names, at the device's, or at any that there is. */
function joinAnywhere(track: MediaStreamTrack): { far: AudioContext; source: AudioNode } {
  const { sampleRate } = track.getSettings()
  for (const rateHz of [sampleRate, undefined, ...RATES_HZ]) {
    const far = new AudioContext({
      latencyHint: 'interactive',
      ...(rateHz === undefined ? {} : { sampleRate: rateHz }),
    })
    try {
      return { far, source: far.createMediaStreamSource(new MediaStream([track])) }
    } catch {
      void far.close() // NotSupportedError: not this one either
    }
  }
  throw new EarshotError('microphone-failed', { cause: 'No context takes this track.' })
}
