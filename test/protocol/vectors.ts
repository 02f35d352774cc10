/** Reads the golden vectors, which are plain JSON so that an implementation in any language can use them. */

import { readFileSync } from 'node:fs'
import type { Packet } from '../../src/protocol/packet.ts'

interface VectorPacket extends Omit<Packet, 'payload'> {
  payload: string
}

interface Vectors {
  wellFormed: { name: string; rule: string; hex: string; packets: VectorPacket[] }[]
  malformed: { name: string; rule: string; hex: string; fault: string; receiver: 'room' | 'either' }[]
}

const path = new URL('../vectors/audio-messages.json', import.meta.url)
const vectors: Vectors = JSON.parse(readFileSync(path, 'utf8'))

export const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const wellFormed = vectors.wellFormed.map(({ packets, hex, ...rest }) => ({
  ...rest,
  bytes: bytesOf(hex),
  packets: packets.map((packet): Packet => ({ ...packet, payload: bytesOf(packet.payload) })),
}))

export const malformed = vectors.malformed.map(({ hex, ...rest }) => ({ ...rest, bytes: bytesOf(hex) }))
