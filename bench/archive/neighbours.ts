/**
 * How late a room's audio is while its Archive spools what is said, beside the same room that keeps nothing: the same load
 * on two runtimes, in turns. One runtime is one thread on a laptop; deployed, room and Archive have one each.
 */

import { EarshotApi } from '../../src/client/api.ts'
import { requestTokens } from '../load/door.ts'
import { earshotLine } from '../load/earshot-line.ts'
import { generate } from '../load/generate.ts'
import { Histogram } from '../load/histogram.ts'
import type { Measurement, Phase } from '../load/measurement.ts'
import { canMeasureProcesses, usageOf } from '../relay/process-usage.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import { median, round } from '../statistics.ts'
import { after } from '../trials/moment.ts'

export interface RelayDelay {
  p50Ms: number
  p99Ms: number
  deliveredShare: number
  /** Of one core, what the runtime took of it; where the system tells. */
  busyShare: number | null
  /** How late packets left: where this is not far below the delays, the machine had other things to do. */
  leftLateP99Ms: number
}

interface Turn extends Measurement {
  busyShare: number
}

export interface Neighbours {
  members: number
  speakers: number
  turns: number
  alone: RelayDelay
  beside: RelayDelay
  p99Ratio: number
}

const SPEAKERS = 8
const MEMBERS = 50
const WARM_UP_MS = 2_000
const SETTLE_MS = 1_000
/** The clips of a turn are made when it is over; the other's turn does not begin meanwhile. */
const BETWEEN_TURNS_MS = 2_000

export async function measureNeighbours(turns: number, seconds: number): Promise<Neighbours> {
  const started: Runtime[] = []
  try {
    for (const _ of ['alone', 'beside']) started.push(await startRuntime())
    const [aloneOn, besideOn] = started as [Runtime, Runtime]
    const alone: Turn[] = []
    const beside: Turn[] = []
    for (let turn = 0; turn < turns; turn += 1) {
      alone.push(await takeTurn(aloneOn, false, seconds))
      beside.push(await takeTurn(besideOn, true, seconds))
    }
    const [a, b] = [delayOf(alone), delayOf(beside)]
    return { members: MEMBERS, speakers: SPEAKERS, turns, alone: a, beside: b, p99Ratio: round(b.p99Ms / a.p99Ms) }
  } finally {
    for (const runtime of started) await runtime.kill()
  }
}

async function takeTurn({ origin, workerdPid }: Runtime, keepTalk: boolean, seconds: number): Promise<Turn> {
  const api = new EarshotApi(origin)
  const { room, ownerSecret, guestSecret } = await api.createRoom({ name: 'Bench', maxSpeakers: SPEAKERS, keepTalk })
  const { token: owner } = await api.requestToken({ room: room.id, secret: ownerSecret })
  const tokens = await requestTokens(origin, { id: room.id, secret: guestSecret }, MEMBERS, () => {})
  const lines = tokens.map((token, at) => {
    const seat = { origin, room: room.id, token, name: `Member ${at}`, muted: at >= SPEAKERS, keep: keepTalk }
    return earshotLine(seat)
  })
  const looks: Look[] = []
  let spooling: Promise<number> = Promise.resolve(0)
  const countTalks = async () => (await api.outbox({ room: room.id, token: owner })).waiting.length
  const measurement = await generate(
    {
      lines,
      speakers: SPEAKERS,
      rampMs: 0,
      warmUpMs: WARM_UP_MS,
      measureMs: seconds * 1000,
      settleMs: SETTLE_MS,
      stall: 0,
      drop: 0,
    },
    {
      phase: (phase) => {
        looks.push({
          phase,
          atMs: performance.now(),
          cpuMs: canMeasureProcesses() ? usageOf(workerdPid).cpuMs : Number.NaN,
        })
        if (phase === 'settling') spooling = countTalks()
      },
    },
  )
  const talks = await spooling
  if (talks !== (keepTalk ? SPEAKERS : 0)) throw new Error(`${talks} talks were being kept.`)
  await after(BETWEEN_TURNS_MS)
  return { ...measurement, busyShare: busyShareOf(looks) }
}

interface Look {
  phase: Phase
  atMs: number
  cpuMs: number
}

function busyShareOf(looks: readonly Look[]): number {
  const [from, to] = (['measuring', 'settling'] as const).map((phase) => looks.find((look) => look.phase === phase))
  return from === undefined || to === undefined ? Number.NaN : (to.cpuMs - from.cpuMs) / (to.atMs - from.atMs)
}

function delayOf(turns: readonly Turn[]): RelayDelay {
  const ms = (share: number) => round(median(turns.map(({ delay }) => new Histogram(delay).percentileMs(share))))
  const deliveredShare = round(median(turns.map((turn) => turn.deliveredShare)), 5)
  const busyShare = median(turns.map((turn) => turn.busyShare))
  return {
    ...{ p50Ms: ms(0.5), p99Ms: ms(0.99), deliveredShare },
    busyShare: Number.isNaN(busyShare) ? null : round(busyShare, 3),
    leftLateP99Ms: round(median(turns.map(({ generator }) => generator.lateP99Ms))),
  }
}
