/** Packets that come in pieces: whatever the pieces, the same packets go on, each as soon as it is whole. */

import { expect, it } from 'vitest'
import { wholePackets } from '../../src/api/whole-packets.ts'
import { bundle, unbundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'

const packet = (slot: number): Packet => ({
  speaker: 0,
  talkStart: slot === 0,
  talkEnd: false,
  durationMs: 20,
  level: 30,
  slot,
  payload: new Uint8Array(5 + slot).fill(slot),
})
const PACKETS = [0, 2, 4, 6].map(packet)
const BYTES = bundle(PACKETS)

const inPieces = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))

async function passed(pieces: Uint8Array[]): Promise<Uint8Array[]> {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of source.pipeThrough(wholePackets())) chunks.push(chunk)
  return chunks
}

function slots(chunk: Uint8Array): number[] {
  const message = unbundle(chunk)
  return message.ok ? message.packets.map(({ slot }) => slot) : []
}

it.each([1, 3, 10, 16, 17, 33, BYTES.length])('passes on whole packets alone, of pieces of %i bytes', async (size) => {
  const chunks = await passed(inPieces(BYTES, size))
  expect(chunks.flatMap(slots)).toEqual([0, 2, 4, 6])
  expect(chunks.reduce((sum, { length }) => sum + length, 0)).toBe(BYTES.length)
})

it('waits for no more than the packet’s own end', async () => {
  const one = bundle(PACKETS.slice(0, 1))
  const { readable, writable } = wholePackets()
  const writer = writable.getWriter()
  const reader = readable.getReader()
  const first = reader.read()
  await writer.write(BYTES.subarray(0, one.length + 3))
  expect((await first).value).toEqual(one)
  await writer.close()
  expect(await reader.read()).toEqual({ done: true, value: undefined })
})
