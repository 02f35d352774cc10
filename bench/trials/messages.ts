/**
 * How long it takes from sending a voice message until another member is told of it: uploaded while it was said, and right behind
 * it the same one sent whole. On the loopback, where bytes cost nothing, that is what finishing costs beside beginning, sending and
 * finishing; over the line of a phone, each message its own, it is what somebody waits.
 */

import { requestToken } from '../../test/support/room.ts'
import { until } from '../../test/support/until.ts'
import { median, percentile, round } from '../statistics.ts'
import { Author } from '../upload/author.ts'
import { type Hall, joinAll, leaveAll, openHall } from './hall.ts'
import { type LineFigures, startPhoneLine } from './messages/phone-line.ts'
import { after } from './moment.ts'
import { onRuntime } from './on-runtime.ts'
import type { Size, TrialOptions } from './trial.ts'

interface WayFigures {
  medianMs: number
  p95Ms: number
  /** Bytes that were not at the server when it was sent, the median. */
  bytesAtSend: number
}

export interface MessagesFigures {
  messages: number
  durationMs: number
  bytes: number
  /** From sending to the entry at the other member. */
  loopback: { ahead: WayFigures; whole: WayFigures; share: number }
  phone: { ahead: WayFigures; whole: WayFigures; share: number } & LineFigures
}

const SCALES: Record<Size, { messages: number; durationMs: number }> = {
  full: { messages: 12, durationMs: 30_000 },
  small: { messages: 1, durationMs: 3_000 },
}
/** Nobody sends in another's way. */
const APART_MS = 5_000
/** 4G on the road. */
const PHONE: LineFigures = { bitsPerSecondUp: 1_000_000, roundTripMs: 60 }
const ANNOUNCED_WITHIN_MS = 60_000

export const messages = (options: TrialOptions): Promise<MessagesFigures> =>
  onRuntime({}, async ({ origin }) => {
    const { messages: count, durationMs } = SCALES[options.size]
    const hall = await openHall(origin)
    const told = new Map<string, number>()
    const listeners = await joinAll(hall, 1, () => ({
      muted: true,
      onMessage: (message) => {
        if (message.type !== 'entry') return
        for (const entry of message.entries) {
          if (entry.kind === 'clip' && entry.clip !== null) told.set(entry.clip.id, performance.now())
        }
      },
    }))
    const scene: Scene = { hall, told, count, durationMs }
    const here = async () => ({ origin, close: () => {} })
    const loopback = await compared(scene, here, (line) => options.progress(`Loopback: ${line}`))
    const phone = () => startPhoneLine(Number(new URL(origin).port), PHONE)
    const overPhone = await compared(scene, phone, (line) => options.progress(`Phone: ${line}`))
    await leaveAll(listeners)
    const { bytes, ...figures } = loopback
    return { messages: count, durationMs, bytes, loopback: figures, phone: { ...PHONE, ...withoutBytes(overPhone) } }
  })

interface Scene {
  hall: Hall
  /** When the other member was told of which clip. */
  told: ReadonlyMap<string, number>
  count: number
  durationMs: number
}

interface Sent {
  tookMs: number
  bytes: number
  bytesAtSend: number
}

type OpenLine = () => Promise<{ origin: string; close(): void }>

async function compared(scene: Scene, open: OpenLine, progress: (line: string) => void) {
  const indexes = Array.from({ length: scene.count }, (_, index) => index)
  const pairs = await Promise.all(indexes.map((index) => sentBothWays(scene, open, index * APART_MS)))
  const ahead = figuresOf(pairs.map((pair) => pair.ahead))
  const whole = figuresOf(pairs.map((pair) => pair.whole))
  progress(`${ahead.medianMs} ms ahead, ${whole.medianMs} ms whole.`)
  return { ahead, whole, share: round(ahead.medianMs / whole.medianMs), bytes: pairs[0]?.ahead.bytes ?? 0 }
}

/** One behind the other, so that both find the machine alike. */
async function sentBothWays(scene: Scene, open: OpenLine, laterMs: number): Promise<{ ahead: Sent; whole: Sent }> {
  const line = await open()
  const ahead = await sentBy(scene, line.origin, true, laterMs)
  const whole = await sentBy(scene, line.origin, false, 0)
  line.close()
  return { ahead, whole }
}

const withoutBytes = ({ ahead, whole, share }: Awaited<ReturnType<typeof compared>>) => ({ ahead, whole, share })

async function sentBy(
  { hall, told, durationMs }: Scene,
  origin: string,
  ahead: boolean,
  laterMs: number,
): Promise<Sent> {
  const token = await requestToken(hall.origin, hall.room, hall.guestSecret)
  const author = new Author({ origin, token: async () => token })
  await after(laterMs)
  await author.speak(durationMs, ahead)
  const sentAtMs = author.send()
  const clip = await author.stored()
  await until(() => told.has(clip), 'the message to be announced', ANNOUNCED_WITHIN_MS)
  const { bytes, bytesAtSend } = author
  return { tookMs: (told.get(clip) ?? Number.NaN) - sentAtMs, bytes, bytesAtSend }
}

function figuresOf(sent: readonly Sent[]): WayFigures {
  const tookMs = sent.map((one) => one.tookMs)
  return {
    medianMs: round(median(tookMs)),
    p95Ms: round(percentile(tookMs, 0.95)),
    bytesAtSend: median(sent.map((one) => one.bytesAtSend)),
  }
}
