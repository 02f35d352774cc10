/**
 * A line to a hub in the generator's own process, which relays what one line says to all others and does to the packets of
 * its first speaker what a test wants to see counted: each tenth is lost, the one behind it comes twice, and then two come
 * in the wrong order.
 */

import type { LineDescription, OnAudio, OpenLine } from '../../bench/load/line.ts'

export interface HubSeat {
  /** Lines of one room hear each other. */
  room: string
  /** Whether it does its mischief. */
  isLossy: boolean
  /** Whether it refuses the line. */
  isFull?: boolean
  /** Whether it refuses the line when it comes back. */
  isLost?: boolean
}

const SLOT_AT = 6
const SLOTS_PER_PACKET = 2
const rooms = new Map<string, { listeners: Set<OnAudio>; held: Uint8Array | undefined }>()

export const hubLine = (where: HubSeat): LineDescription => ({ module: import.meta.url, where })

export const openLine: OpenLine = async ({ room: name, isLossy, isFull = false, isLost = false }: HubSeat, onAudio) => {
  if (isFull) throw new Error('the hub is full')
  const room = rooms.get(name) ?? { listeners: new Set(), held: undefined }
  rooms.set(name, room)
  let backlog: Uint8Array[] | undefined
  const hear = (packet: Uint8Array) => (backlog === undefined ? onAudio(packet) : void backlog.push(packet.slice()))
  room.listeners.add(hear)
  const counts = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 }
  const relay = (packet: Uint8Array) => {
    for (const listener of room.listeners) if (listener !== hear) listener(packet)
  }
  const mischief = (packet: Uint8Array) => {
    const which = (new DataView(packet.buffer, packet.byteOffset).getUint32(SLOT_AT) / SLOTS_PER_PACKET) % 10
    if (which === 0) return
    if (which === 1) relay(packet)
    if (which === 2) room.held = packet.slice()
    else relay(packet)
    if (which === 3 && room.held !== undefined) relay(room.held)
  }
  return {
    send: (packet) => {
      counts.messagesOut += 1
      counts.bytesOut += packet.length
      if (isLossy) mischief(packet)
      else relay(packet)
      return 'sent'
    },
    traffic: () => ({ ...counts }),
    sleep: () => {
      backlog = []
    },
    wake: () => {
      const slept = backlog ?? []
      backlog = undefined
      for (const packet of slept) onAudio(packet)
    },
    drop: async () => {
      room.listeners.delete(hear)
      await Promise.resolve()
      if (isLost) throw new Error('the hub does not take it back')
      room.listeners.add(hear)
    },
    close: async () => void room.listeners.delete(hear),
  }
}
