/** This project's own room, in the Workers runtime; as many are heard at a time as the load has speakers. */

import { createRequire } from 'node:module'
import { earshotLine } from '../../load/earshot-line.ts'
import type { LineDescription } from '../../load/line.ts'
import { startRuntime } from '../../runtime.ts'
import type { Load } from '../load.ts'
import type { Server } from '../server.ts'

/** What the platform can hold in one object is more; a room's own default is less. */
const MAX_MEMBERS = 10_000
/** Requests for tokens that are under way together. */
const TOKENS_AT_ONCE = 32

export async function startEarshot(): Promise<Server> {
  const { origin, workerdPid, counters, kill } = await startRuntime({ roomMembers: MAX_MEMBERS })
  const { version } = createRequire(import.meta.url)('workerd/package.json')
  let room = ''
  return {
    pid: workerdPid,
    version: `Earshot, workerd ${version}`,
    lines: async (load) => {
      const { room: made, guestSecret } = await post(`${origin}/v1/rooms`, {
        name: 'Bench',
        maxSpeakers: load.speakers,
      })
      room = made.id
      return linesInto({ origin, room, secret: guestSecret }, load)
    },
    received: async () => (await counters(room)).arrivals,
    stop: kill,
  }
}

async function linesInto(
  { origin, room, secret }: { origin: string; room: string; secret: string },
  { members, speakers }: Load,
): Promise<LineDescription[]> {
  const lines: LineDescription[] = []
  while (lines.length < members) {
    const first = lines.length
    const count = Math.min(TOKENS_AT_ONCE, members - first)
    const tokens = Array.from({ length: count }, () => post(`${origin}/v1/rooms/${room}/tokens`, { secret }))
    for (const [index, { token }] of (await Promise.all(tokens)).entries()) {
      const at = first + index
      lines.push(earshotLine({ origin, room, token, name: `Member ${at}`, muted: at >= speakers }))
    }
  }
  return lines
}

async function post(url: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
