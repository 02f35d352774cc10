/**
 * Signals to members whose line is gone: whoever comes back in time finds them behind the `welcome`, in order; for whoever
 * does not, the sender is told; and so is a sender for whose signal there is no place.
 */

import type { RoomMessage } from '../../src/protocol/room-message.ts'
import { requestToken } from '../../test/support/room.ts'
import { until } from '../../test/support/until.ts'
import type { Runtime } from '../runtime.ts'
import { openHall } from './hall.ts'
import { onRuntime } from './on-runtime.ts'
import { SignalSender } from './resume-signals/signal-sender.ts'
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

export const resumeSignals = (options: TrialOptions): Promise<ResumeSignalsFigures> =>
  onRuntime({}, (runtime) => resumeSignalsOn(runtime, options))

async function resumeSignalsOn({ origin }: Runtime, { progress }: TrialOptions): Promise<ResumeSignalsFigures> {
  const hall = await openHall(origin)
  const token = () => requestToken(origin, hall.room, hall.guestSecret)
  const heard: RoomMessage[] = []
  const sender = await SignalSender.join(hall)
  const back = await Returner.join({ ...hall, token: await token(), name: 'Back', onMessage: (one) => heard.push(one) })
  const lost = await Returner.join({ ...hall, token: await token(), name: 'Lost' })
  const [backNumber, lostNumber] = [back.number, lost.number]

  progress('Two lose their lines; one of them comes back.')
  lost.vanish()
  back.hold()
  back.connection?.destroy()
  const areAway = () => sender.away.has(backNumber) && sender.away.has(lostNumber)
  await until(areAway, 'both to be reconnecting')
  heard.length = 0
  const toBack = sender.send(backNumber, KEPT + BEYOND)
  const toLost = sender.send(lostNumber, TO_THE_LOST)
  const beyond = toBack.slice(KEPT)
  await until(() => sender.refused(beyond).count === BEYOND, 'what is too many to be refused')
  back.release()
  const signals = () => heard.flatMap((message) => (message.type === 'signal' ? [message.data] : []))
  // What does not come, the figures tell.
  await until(() => signals().length >= KEPT, 'the signals to arrive').catch(() => undefined)
  progress('Waiting for the other to be given up …')
  const isTold = () => sender.refused(toLost).count === TO_THE_LOST
  await until(isTold, 'the sender to be told', LOST_WITHIN_MS).catch(() => undefined)

  await Promise.all([back.leave(), sender.leave()])
  return {
    sent: KEPT,
    received: signals().length,
    inOrder: signals().every((data, index) => data === String(index)),
    behindWelcome: heard.findIndex(({ type }) => type === 'welcome') < heard.findIndex(({ type }) => type === 'signal'),
    tooMany: BEYOND,
    refusedAtOnce: sender.refused(beyond).count,
    refusedWithinMs: sender.refused(beyond).withinMs,
    toTheLost: TO_THE_LOST,
    reportedLost: sender.refused(toLost).count,
    reportedAfterMs: sender.refused(toLost).withinMs,
  }
}
