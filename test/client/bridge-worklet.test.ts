/** The bridge's receiver as its context renders it: it goes on while blocks come, and ends when it is told to. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { BRIDGE_END, BRIDGE_OUT_PROCESSOR } from '../../src/client/processor-names.ts'

interface Processor {
  port: { onmessage(event: { data: unknown }): void }
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean
}

let registered: Map<string, new () => Processor>

beforeEach(async () => {
  registered = new Map()
  vi.stubGlobal('sampleRate', 48_000)
  vi.stubGlobal(
    'AudioWorkletProcessor',
    class {
      port = { onmessage: () => undefined }
    },
  )
  vi.stubGlobal('registerProcessor', (name: string, processor: new () => Processor) => registered.set(name, processor))
  vi.resetModules()
  await import('../../src/client/bridge-worklet.ts')
})

afterEach(() => {
  vi.unstubAllGlobals()
})

it('is rendered no more once the microphone behind it is closed', () => {
  const Receiver = registered.get(BRIDGE_OUT_PROCESSOR)
  if (Receiver === undefined) throw new Error('No receiver is registered.')
  const receiver = new Receiver()
  const line = { onmessage: undefined, close: vi.fn() }
  const render = () => receiver.process([], [[new Float32Array(128)]])
  receiver.port.onmessage({ data: { line, rateHz: 44_100 } })
  expect(render()).toBe(true)
  receiver.port.onmessage({ data: BRIDGE_END })
  expect(render()).toBe(false)
  expect(line.close).toHaveBeenCalled()
})
