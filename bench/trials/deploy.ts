/**
 * What a deployment does: every socket of a full room is closed at once, without a close frame, while the platform stays
 * up and takes new connections from the first moment. The room object is aborted, which is what replacing its code comes
 * to; unlike after a crash there is no pause in which the returning would spread by themselves.
 */

import { requestToken } from '../../test/support/room.ts'
import { until } from '../../test/support/until.ts'
import type { Runtime } from '../runtime.ts'
import { atOnce, openHall } from './hall.ts'
import { after } from './moment.ts'
import { onRuntime } from './on-runtime.ts'
import { Returner } from './returner.ts'
import { countBy, isBack, type ReturnFigures, returnFigures } from './returns.ts'
import type { Size, TrialOptions } from './trial.ts'
import { eachHeard, Voice } from './voice.ts'

export interface DeployFigures {
  members: number
  /** Counted from the closing of all sockets. */
  back: ReturnFigures
  /** Close codes of the connections that were cut. */
  cutWith: Record<string, number>
  /** Members in the room, by its own count, some time after. */
  membersAfter: number
  /** Who listens and has heard nobody since. */
  deaf: number
}

const SCALES: Record<Size, { members: number; talking: number; watchMs: number }> = {
  full: { members: 1_000, talking: 4, watchMs: 20_000 },
  small: { members: 40, talking: 2, watchMs: 4_000 },
}
const BEFORE_MS = 3_000
const BACK_WITHIN_MS = 60_000

export const deploy = (options: TrialOptions): Promise<DeployFigures> =>
  onRuntime({ restartable: true, roomMembers: SCALES[options.size].members }, (runtime) => deployOn(runtime, options))

async function deployOn(runtime: Runtime, { size, progress }: TrialOptions): Promise<DeployFigures> {
  const { members, talking, watchMs } = SCALES[size]
  const { origin, room, guestSecret } = await openHall(runtime.origin)
  const lastSentMs = new Array<number>(members).fill(0)
  const returners = await atOnce(members, async (index) => {
    const token = await requestToken(origin, room, guestSecret)
    const onAudio = (bytes: Uint8Array) => eachHeard(bytes, ({ sentAtMs }) => (lastSentMs[index] = sentAtMs))
    return Returner.join({ origin, room, token, name: `Member ${index}`, onAudio })
  })
  const voices = returners.slice(0, talking).map((returner) => new Voice(returner))
  for (const voice of voices) voice.start()
  await after(BEFORE_MS)

  progress(`${members} are in, ${talking} talk. The room is restarted.`)
  const cutAtMs = performance.now()
  await runtime.restart(room)
  await until(() => returners.every((one) => isBack(one, cutAtMs)), 'everybody to be back', BACK_WITHIN_MS)
  progress(
    `Everybody is back after ${returnFigures(returners, cutAtMs, cutAtMs).allMs} ms. Watching for a second wave …`,
  )
  await after(watchMs)

  const membersAfter = (await runtime.counters(room)).members
  for (const voice of voices) voice.stop()
  await atOnce(members, async (index) => returners[index]?.leave())
  const cuts = returners.flatMap(({ losses }) => losses.find(({ atMs }) => atMs >= cutAtMs) ?? [])
  return {
    members,
    back: returnFigures(returners, cutAtMs, cutAtMs),
    cutWith: countBy(cuts, ({ code }) => String(code)),
    membersAfter,
    deaf: lastSentMs.filter((sentAtMs) => sentAtMs < cutAtMs).length,
  }
}
