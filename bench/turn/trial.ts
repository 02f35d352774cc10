/**
 * A TURN server is killed, and comes back: how long after the run of probes that saw it sessions were still given
 * credentials for it, and how long it took to be given again. The whole thing: Earshot as `npm start` runs it, two real
 * coturns, the clock's own calls, and somebody who asks each second.
 */

import { setTimeout as wait } from 'node:timers/promises'
import { type Coturn, relayThrough, startCoturn } from '../../test/support/coturn.ts'
import { type EarshotServer, startEarshot } from '../../test/support/earshot-server.ts'
import { createRoom, requestToken } from '../../test/support/room.ts'

const SECRET = 'secret-of-the-trial'
const ASK_EVERY_MS = 1_000
/** What sessions may still be given it for, and some time in which that must hold. */
const LEFT_OUT_WITHIN_MS = 30_000
const WATCHED_MS = 5_000
const GIVE_UP_AFTER_MS = 60_000
/** One person may ask ten times, and then every 30 s: the askers take turns. */
const ASKERS = 40

export interface TurnRound {
  /** How long the run took that saw the server dead. */
  runMs: number
  /** From the end of that run to the first answer without the server; every later one was without it, too. */
  leftOutAfterMs: number
  /** From the end of the run that saw it well again to the first answer with it. */
  givenAgainAfterMs: number
  /** Answers that gave the server later than 30 s after the run. */
  givenTooLate: number
  /** Packets that came through the servers, by credentials that were given: the one left, and the one that is back. */
  relayed: { left: boolean; back: boolean }
}

interface IceAnswer {
  iceServers: { urls: string[]; username?: string; credential?: string }[]
  reason: string | null
}

export async function turnTrial(rounds: number, progress: (line: string) => void): Promise<TurnRound[]> {
  const left = await startCoturn({ secrets: [SECRET], relaysToLoopback: true })
  let mortal = await startCoturn({ secrets: [SECRET], relaysToLoopback: true })
  const servers = [mortal, left].map(({ port }) => `turn:127.0.0.1:${port}`).join(' ')
  const earshot = await startEarshot(undefined, { TURN_SERVERS: servers, TURN_SECRETS: SECRET })
  try {
    const ask = await asker(earshot)
    const results: TurnRound[] = []
    await run(earshot)
    for (let round = 0; round < rounds; round += 1) {
      if (!gives(await ask(), mortal)) throw new Error('The server is not given while it is well.')
      await mortal.kill()
      const runMs = await run(earshot)
      const seenAtMs = performance.now()
      await until(async () => !gives(await ask(), mortal))
      const leftOutAfterMs = Math.round(performance.now() - seenAtMs)
      progress(`left out ${leftOutAfterMs} ms after a run of ${runMs} ms`)
      const givenTooLate = await watched(seenAtMs, async () => gives(await ask(), mortal))
      const leftRelays = await relays(left, await ask())
      mortal = await startCoturn({ secrets: [SECRET], port: mortal.port, relaysToLoopback: true })
      await run(earshot)
      const backAtMs = performance.now()
      await until(async () => gives(await ask(), mortal))
      const givenAgainAfterMs = Math.round(performance.now() - backAtMs)
      progress(`given again ${givenAgainAfterMs} ms after the run that saw it well`)
      const relayed = { left: leftRelays, back: await relays(mortal, await ask()) }
      results.push({ runMs, leftOutAfterMs, givenAgainAfterMs, givenTooLate, relayed })
    }
    return results
  } finally {
    await Promise.all([earshot.kill(), mortal.kill(), left.kill()])
  }
}

/** What the clock does each minute when deployed; answers how long it took, in ms. */
async function run({ origin }: EarshotServer): Promise<number> {
  const startedAtMs = performance.now()
  const answer = await fetch(`${origin}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`)
  if (!answer.ok) throw new Error(`The run of probes answered ${answer.status}.`)
  return Math.round(performance.now() - startedAtMs)
}

/** Asks as one session after the other does. */
async function asker({ origin }: EarshotServer): Promise<() => Promise<IceAnswer>> {
  const { room, guestSecret } = await createRoom(origin)
  const tokens = await Promise.all(Array.from({ length: ASKERS }, () => requestToken(origin, room, guestSecret)))
  let asked = 0
  return async () => {
    const token = tokens[asked++ % ASKERS]
    const answer = await fetch(`${origin}/v1/rooms/${room}/ice-servers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{}',
    })
    if (!answer.ok) throw new Error(`Asking for ICE servers was answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}

const serverOf = ({ iceServers }: IceAnswer, { port }: Coturn) =>
  iceServers.find(({ urls }) => urls.some((url) => url.startsWith(`turn:127.0.0.1:${port}?`)))

const gives = (answer: IceAnswer, coturn: Coturn): boolean => serverOf(answer, coturn) !== undefined

async function relays(coturn: Coturn, answer: IceAnswer): Promise<boolean> {
  const { username = '', credential = '' } = serverOf(answer, coturn) ?? {}
  const { received } = await relayThrough(coturn.port, { username, credential })
  return received > 0
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const startedAtMs = performance.now()
  while (!(await holds())) {
    if (performance.now() - startedAtMs > GIVE_UP_AFTER_MS) throw new Error('It did not come about within a minute.')
    await wait(ASK_EVERY_MS)
  }
}

/** Asks on until the time is over, and counts what must not be there any more. */
async function watched(seenAtMs: number, isThere: () => Promise<boolean>): Promise<number> {
  let tooLate = 0
  while (performance.now() - seenAtMs < LEFT_OUT_WITHIN_MS + WATCHED_MS) {
    await wait(ASK_EVERY_MS)
    const askedAtMs = performance.now()
    if ((await isThere()) && askedAtMs - seenAtMs > LEFT_OUT_WITHIN_MS) tooLate += 1
  }
  return tooLate
}
