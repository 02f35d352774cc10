/** This project's own room, in the Workers runtime; as many are heard at a time as the load has speakers. */

import { createRequire } from 'node:module'
import { createRoom, requestTokens } from '../../load/door.ts'
import { earshotLine } from '../../load/earshot-line.ts'
import { startRuntime } from '../../runtime.ts'
import type { Server } from '../server.ts'

/** A room admits fewer unless its operator raises it. */
const MAX_MEMBERS = 10_000

export async function startEarshot(): Promise<Server> {
  const { origin, workerdPid, counters, kill } = await startRuntime({ roomMembers: MAX_MEMBERS })
  const { version } = createRequire(import.meta.url)('workerd/package.json')
  let roomId = ''
  return {
    pid: workerdPid,
    version: `Earshot, workerd ${version}`,
    lines: async ({ members, speakers }) => {
      const room = await createRoom(origin, speakers)
      const tokens = await requestTokens(origin, room, members, () => {})
      roomId = room.id
      return tokens.map((token, at) =>
        earshotLine({ origin, room: room.id, token, name: `Member ${at}`, muted: at >= speakers }),
      )
    },
    received: async () => (await counters(roomId)).arrivals,
    stop: kill,
  }
}
