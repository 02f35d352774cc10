/**
 * Two small processors that carry a microphone from the context that may open it to the one that needs it, where a
 * browser joins none of another rate (Firefox): the one sends its blocks across a port, the other plays them.
 */

import { RateBridge } from '../audio/rate-bridge.ts'
import { BRIDGE_END, BRIDGE_IN_PROCESSOR, BRIDGE_OUT_PROCESSOR } from './processor-names.ts'

/** To the sender: the port that blocks go through. To the other: the port that they come by, at `rateHz`. */
export interface BridgeStart {
  line: MessagePort
  rateHz: number
}

class BridgeInProcessor extends AudioWorkletProcessor {
  #line: MessagePort | undefined

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<BridgeStart>) => {
      this.#line = data.line
    }
  }

  override process(inputs: Float32Array[][]): boolean {
    const block = inputs[0]?.[0]?.slice()
    if (block !== undefined) this.#line?.postMessage(block, [block.buffer])
    return true
  }
}

class BridgeOutProcessor extends AudioWorkletProcessor {
  #bridge: RateBridge | undefined
  #line: MessagePort | undefined
  #hasEnded = false

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<BridgeStart | typeof BRIDGE_END>) => {
      if (data === BRIDGE_END) return this.#end()
      const bridge = new RateBridge(data.rateHz, sampleRate)
      data.line.onmessage = (message: MessageEvent<Float32Array>) => bridge.push(message.data)
      this.#line = data.line
      this.#bridge = bridge
    }
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0]
    if (output !== undefined) this.#bridge?.read(output)
    return !this.#hasEnded
  }

  #end(): void {
    this.#line?.close()
    this.#line = this.#bridge = undefined
    this.#hasEnded = true
  }
}

registerProcessor(BRIDGE_IN_PROCESSOR, BridgeInProcessor)
registerProcessor(BRIDGE_OUT_PROCESSOR, BridgeOutProcessor)
