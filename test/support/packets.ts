/** Packets to send where their sound does not matter. */

import { bundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'

/** An audio message of one packet whose payload is `mark`, so that a listener can tell which it was. */
export function markedMessage(slot: number, mark: string, changes: Partial<Packet> = {}): Uint8Array<ArrayBuffer> {
  const payload = new TextEncoder().encode(mark)
  const packet = { speaker: 0, talkStart: true, talkEnd: false, durationMs: 20, level: 30, slot, payload } as const
  return Uint8Array.from(bundle([{ ...packet, ...changes }]))
}

export const markOf = ({ payload }: Packet): string => new TextDecoder().decode(payload)
