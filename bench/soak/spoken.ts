/**
 * Everything that was said, packet by packet, and which of it the server has said to have stored. The packets are found
 * again by their bytes. Pure.
 */

import type { Packet } from '../../src/protocol/packet.ts'

export interface SpokenPacket {
  session: string
  slot: number
  durationMs: number
  /** By the clock that `add` was given. */
  saidAtMs: number
  /** When the server was known to have stored it; undefined while it is not. */
  acknowledgedAtMs: number | undefined
}

export class Spoken {
  readonly #packets = new Map<string, SpokenPacket>()

  add(session: string, { slot, durationMs, payload }: Packet, nowMs: number): SpokenPacket {
    const packet = { session, slot, durationMs, saidAtMs: nowMs, acknowledgedAtMs: undefined }
    this.#packets.set(keyOf(payload), packet)
    return packet
  }

  find(payload: Uint8Array): SpokenPacket | undefined {
    return this.#packets.get(keyOf(payload))
  }

  all(): SpokenPacket[] {
    return [...this.#packets.values()]
  }
}

export const isAcknowledged = ({ acknowledgedAtMs }: SpokenPacket): boolean => acknowledgedAtMs !== undefined

export const secondsOf = (packets: readonly SpokenPacket[]): number =>
  packets.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000

const keyOf = (payload: Uint8Array): string => Buffer.from(payload).toString('latin1')
