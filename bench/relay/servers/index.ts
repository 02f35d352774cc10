/** The servers that can be measured, by the names that `--servers` takes. */

import { offeredSubprotocols } from '../../../src/protocol/handshake.ts'
import { randomId } from '../../../test/support/random-id.ts'
import { createRoom, requestToken } from '../../../test/support/room.ts'
import type { Seat, Server } from '../seat.ts'
import { sharedWorkerd } from './workerd.ts'

export const SERVERS: Record<string, () => Promise<Server>> = { earshot: startEarshot, echo: startEcho }

/** A room of this project; everybody hears everybody else. */
async function startEarshot(): Promise<Server> {
  const { earshot, stop } = await sharedWorkerd()
  const seat = async (room: string, secret: string, index: number): Promise<Seat> => {
    const token = await requestToken(earshot, room, secret)
    const hello = {
      type: 'hello',
      session: randomId(),
      name: `Member ${index}`,
      muted: false,
      deafened: false,
      after: 0,
    }
    return {
      url: `${earshot.replace('http', 'ws')}/v1/rooms/${room}/connect`,
      subprotocols: offeredSubprotocols(token),
      opening: { say: JSON.stringify(hello), until: '{"type":"welcome"' },
    }
  }
  return {
    seats: async (count) => {
      const { room, guestSecret } = await createRoom(earshot)
      return Promise.all(Array.from({ length: count }, (_, index) => seat(room, guestSecret, index)))
    },
    listeners: (members) => members - 1,
    stop,
  }
}

/** The bare object: everybody hears themselves. */
async function startEcho(): Promise<Server> {
  const { echo, stop } = await sharedWorkerd()
  return {
    seats: async (count) => {
      const url = `${echo.replace('http', 'ws')}/${randomId()}`
      return Array.from({ length: count }, () => ({ url, subprotocols: [] }))
    },
    listeners: () => 1,
    stop,
  }
}
