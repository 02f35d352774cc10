/**
 * A line that is too narrow for what is said: how late does it arrive, and how much of it never does? The uplink of the
 * SDK with the ladder of src/audio, beside fixed ways of sending.
 */

import { QUANTUM_SAMPLES, SAMPLE_RATE_HZ } from '../../../src/audio/pcm.ts'
import { SEND_LADDER, type SendStep } from '../../../src/audio/send-ladder.ts'
import { SendRate } from '../../../src/audio/send-rate.ts'
import { TalkCapture } from '../../../src/audio/talk-capture.ts'
import { type Bytes, type LineState, Uplink } from '../../../src/client/uplink.ts'
import { NOTHING_SAID, readSaid } from '../../../src/protocol/audio-message.ts'
import { percentile, round } from '../../statistics.ts'
import { makeVoiceEncoder } from '../codec.ts'
import { NarrowLine } from '../narrow-line.ts'
import { talkOf } from '../talk.ts'

/** From a telephone's line to one that is wide enough for anything. */
const LINES_KBPS = [28, 34, 40, 56, 70, 90, 128, 512]
const ONE_WAY_MS = 20
/** A ping leaves one second after the last pong, or at once when that was late (docs/protocol.md, C25). */
const PING_AFTER_PONG_MS = 1_000
const LATE_PONG_MS = 1_000
const PING_BYTES = 4
/** The ladder is found in this time; what comes after counts as the long run. */
const SETTLED_AFTER_MS = 15_000

export interface UplinkResult {
  lineKbps: number
  /** `adaptive`, or bits a second and milliseconds in a message. */
  sending: string
  /** From the end of a packet's capture to its arrival, in the long run. */
  p50Ms: number
  p95Ms: number
  /** The longest of the first 15 s. */
  firstWorstMs: number
  /** Of all packets: too old to be sent, or sent into a line that stood still. */
  droppedShare: number
  /** How often the step changed. */
  changes: number
}

interface Captured {
  bytes: Bytes
  atMs: number
}

export async function tryUplink(minutes: number): Promise<UplinkResult[]> {
  const talk = talkOf(minutes)
  const spoken = new Map<number, Captured[]>()
  for (const bitrate of new Set(SEND_LADDER.map((step) => step.bitrate)))
    spoken.set(bitrate, await capture(talk, bitrate))
  const sendings = [undefined, ...SEND_LADDER]
  return LINES_KBPS.flatMap((lineKbps) => sendings.map((step) => carry(lineKbps, step, spoken)))
}

async function capture(talk: Float32Array, bitrate: number): Promise<Captured[]> {
  const captured: Captured[] = []
  let nowMs = 0
  const capture = new TalkCapture(await makeVoiceEncoder({ bitrate, expectedLossPercent: 0 }))
  capture.begin((bytes) => captured.push({ bytes, atMs: nowMs }))
  for (let at = 0; at < talk.length; at += QUANTUM_SAMPLES) {
    nowMs = ((at + QUANTUM_SAMPLES) * 1_000) / SAMPLE_RATE_HZ
    capture.push(talk.subarray(at, at + QUANTUM_SAMPLES), () => {})
  }
  return captured
}

/** `step` undefined: as the ladder says. Voice activity does not hang on the bitrate: every encoder made the same packets. */
function carry(lineKbps: number, step: SendStep | undefined, spoken: Map<number, Captured[]>): UplinkResult {
  const line = new NarrowLine(lineKbps * 1_000, ONE_WAY_MS)
  const uplink = new Uplink()
  const rate = new SendRate(0)
  let sending = step ?? rate.step
  let ping = { sentAtMs: 0, pongAtMs: line.send(PING_BYTES, 0) + ONE_WAY_MS }
  let nextPingAtMs = Number.POSITIVE_INFINITY
  let changes = 0
  let carried = 0
  let all = 0
  const first: number[] = []
  const later: number[] = []
  const stateAt = (nowMs: number): LineState => ({
    open: true,
    bufferedBytes: line.bufferedBytes(nowMs),
    pingWaitsMs: ping.pongAtMs === Number.POSITIVE_INFINITY ? 0 : Math.max(0, nowMs - ping.sentAtMs),
  })
  const leave = (messages: readonly Bytes[], nowMs: number) => {
    for (const bytes of messages) {
      const said = { ...NOTHING_SAID }
      readSaid(bytes, said)
      carried += said.packets
      const waitedMs = line.send(bytes.length, nowMs) - nowMs + Math.max(0, said.audioMs - 20)
      ;(nowMs < SETTLED_AFTER_MS ? first : later).push(waitedMs)
    }
  }
  const judge = (rttMs: number, nowMs: number) => {
    const { hasChanged, drainMs } = rate.take({ rttMs, ...uplink.takeCounts(), isCrowded: false }, nowMs)
    if (step !== undefined) return
    if (drainMs > 0) uplink.drain(nowMs + drainMs)
    if (!hasChanged) return
    changes += 1
    sending = rate.step
    leave(uplink.lengthen(sending.messageMs, stateAt(nowMs), nowMs), nowMs)
  }
  leave(uplink.lengthen(sending.messageMs, stateAt(0), 0), 0)
  const moments = spoken.get(sending.bitrate) ?? []
  for (let index = 0; index < moments.length; index += 1) {
    const { atMs } = moments[index] as Captured
    while (Math.min(ping.pongAtMs, nextPingAtMs) <= atMs) {
      if (nextPingAtMs < ping.pongAtMs) {
        ping = { sentAtMs: nextPingAtMs, pongAtMs: line.send(PING_BYTES, nextPingAtMs) + ONE_WAY_MS }
        nextPingAtMs = Number.POSITIVE_INFINITY
      } else {
        const rttMs = ping.pongAtMs - ping.sentAtMs
        nextPingAtMs = ping.pongAtMs + (rttMs > LATE_PONG_MS ? 0 : PING_AFTER_PONG_MS)
        judge(rttMs, ping.pongAtMs)
        ping = { ...ping, pongAtMs: Number.POSITIVE_INFINITY }
      }
    }
    const deadlineMs = uplink.nextDeadlineMs()
    if (deadlineMs !== undefined && deadlineMs < atMs) leave(uplink.tick(stateAt(deadlineMs), deadlineMs), deadlineMs)
    const packet = spoken.get(sending.bitrate)?.[index]?.bytes ?? new Uint8Array(0)
    all += 1
    leave(uplink.captured(packet, stateAt(atMs), atMs), atMs)
  }
  return {
    lineKbps,
    sending: step === undefined ? 'adaptive' : `${step.bitrate / 1_000} kb/s, ${step.messageMs} ms`,
    p50Ms: round(percentile(later, 0.5), 0),
    p95Ms: round(percentile(later, 0.95), 0),
    firstWorstMs: round(Math.max(...first), 0),
    droppedShare: round(1 - carried / all, 4),
    changes,
  }
}
