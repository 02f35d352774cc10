/** A member of a WebSocket hub: one packet is one message, and comes to the others as it is. */

import type { LineDescription, OpenLine } from '../../load/line.ts'
import { WireSocket } from '../../load/wire-socket.ts'

export const hubLine = (url: string): LineDescription => ({ module: import.meta.url, where: url })

export const openLine: OpenLine = async (url: string, onAudio) => {
  let isOpen = true
  const closed = () => {
    isOpen = false
  }
  const socket = await WireSocket.open(url, {}, { text: () => {}, binary: onAudio, closed })
  return {
    send: (packet) => {
      if (!isOpen) return 'offline'
      socket.sendBinary(packet)
      return 'sent'
    },
    traffic: () => socket,
    close: async () => socket.destroy(),
  }
}
