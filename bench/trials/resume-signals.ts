/**
 * Signals to members whose line is gone: whoever comes back in time finds them behind the `welcome`, in order; for whoever
 * does not, the sender is told; and so is a sender for whose signal there is no place.
 */

import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { randomId } from '../../test/support/random-id.ts'
import { requestToken } from '../../test/support/room.ts'
import { until } from '../../test/support/until.ts'
import type { MemberLine } from '../load/member-line.ts'
import { startRuntime } from '../runtime.ts'
import { round } from '../statistics.ts'
import { joinAll, leaveAll, openHall } from './hall.ts'
import { Returner } from './returner.ts'
import type { TrialOptions } from './trial.ts'

export interface ResumeSignalsFigures {
  /** Signals to the member who came back, and what that member received: behind its second `welcome`, and in order? */
  sent: number
  received: number
  inOrder: boolean
  behindWelcome: boolean
  /** Of the signals beyond what is kept for one member: how many the sender was told of, and how soon. */
  tooMany: number
  refusedAtOnce: number
  refusedWithinMs: number
  /** Signals to the member who did not come back: how many the sender was told of, and how long after they were sent. */
  toTheLost: number
  reportedLost: number
  reportedAfterMs: number
}

/** docs/protocol.md, C11: kept for one member. */
const KEPT = 32
const BEYOND = 3
const TO_THE_LOST = 5
/** docs/protocol.md, R6, and some time for the answer. */
const LOST_WITHIN_MS = 20_000

export async function resumeSignals({ progress }: TrialOptions): Promise<ResumeSignalsFigures> {
  const runtime = await startRuntime()
  const hall = await openHall(runtime.origin)
  const refusals = new Map<string, number>()
  const reconnecting = new Set<number>()
  const hear = (message: RoomMessage) => {
    if (message.type === 'error' && message.code === 'not-reachable' && message.id !== undefined) {
      refusals.set(message.id, performance.now())
    }
    if (message.type !== 'state') return
    for (const { member, reconnecting: is } of message.members) if (is === true) reconnecting.add(member)
  }
  const senders = await joinAll(hall, 1, () => ({ onMessage: hear }))
  const sender = senders[0] as MemberLine
  const heard: RoomMessage[] = []
  const token = () => requestToken(hall.origin, hall.room, hall.guestSecret)
  const back = await Returner.join({ ...hall, token: await token(), name: 'Back', onMessage: (one) => heard.push(one) })
  const lost = await Returner.join({ ...hall, token: await token(), name: 'Lost' })

  // One drops and comes back by itself in up to 0.1 s: its second hello is held up until the signals are sent.
  progress('Two lose their lines; one of them comes back.')
  const [backNumber, lostNumber] = [back.number, lost.number]
  lost.vanish()
  back.hold()
  back.connection?.destroy()
  await until(() => reconnecting.has(backNumber) && reconnecting.has(lostNumber), 'both to be reconnecting')
  heard.length = 0
  const sentAtMs = performance.now()
  const send = (to: number, data: string): string => {
    const id = randomId()
    sender.say({ type: 'signal', id, to, data })
    return id
  }
  const toBack = Array.from({ length: KEPT + BEYOND }, (_, index) => send(backNumber, String(index)))
  const toLost = Array.from({ length: TO_THE_LOST }, (_, index) => send(lostNumber, String(index)))
  const beyond = toBack.slice(KEPT)
  await until(() => beyond.every((id) => refusals.has(id)), 'what is too many to be refused')
  back.release()
  const signals = () => heard.flatMap((message) => (message.type === 'signal' ? [message.data] : []))
  await until(() => signals().length >= KEPT, 'the signals to arrive').catch(() => undefined) // the figures tell of it
  progress('Waiting for the other to be given up …')
  await until(() => toLost.every((id) => refusals.has(id)), 'the sender to be told', LOST_WITHIN_MS).catch(
    () => undefined,
  )

  const toldOf = (ids: readonly string[]) => ids.filter((id) => refusals.has(id))
  const lastMs = (ids: readonly string[]) =>
    round(Math.max(...toldOf(ids).map((id) => (refusals.get(id) ?? 0) - sentAtMs)))
  const figures: ResumeSignalsFigures = {
    sent: KEPT,
    received: signals().length,
    inOrder: signals().every((data, index) => data === String(index)),
    behindWelcome: heard.findIndex(({ type }) => type === 'welcome') < heard.findIndex(({ type }) => type === 'signal'),
    tooMany: BEYOND,
    refusedAtOnce: toldOf(beyond).length,
    refusedWithinMs: lastMs(beyond),
    toTheLost: TO_THE_LOST,
    reportedLost: toldOf(toLost).length,
    reportedAfterMs: lastMs(toLost),
  }
  await back.leave()
  await leaveAll(senders)
  await runtime.stop()
  return figures
}
