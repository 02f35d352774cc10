/**
 * Whether anything was lost, doubled, broken or begun anew: what senders sent, what the room and its storage hold in the end,
 * and what was said on the wires in between. Pure; bench/upload/evidence.ts collects what is judged here.
 */

import { round } from '../statistics.ts'
import type { Ledger } from './ledger.ts'

export interface UploadVerdict {
  messages: number
  bytes: number
  /** Acknowledged while they were sent and gone later, or not in the message. */
  lostBytes: number
  /** Of what was said and is not there. */
  lostSeconds: number
  /** Messages that are there once more than they were sent. */
  duplicates: number
  /** Clips that something is wrong with, objects without a clip and clips without an object. */
  invalidClips: number
  restartsFromZero: number
  /** Answers that could have told of a loss. */
  comparisons: number
  findings: string[]
}

/** A message that was sent, and what is there of it. */
export interface JudgedMessage {
  /** Id of the clip that it has become; undefined: nobody says which. */
  clip: string | undefined
  bytes: number
  lostBytes: number
  lostMs: number
}

export interface Evidence {
  messages: readonly JudgedMessage[]
  /** The clips in the room's log, each as often as it stands there. */
  logged: readonly string[]
  /** What is wrong with which clip. */
  faulty: readonly { id: string; faults: readonly string[] }[]
  /** Ids of clips without an object, and of objects without a clip. */
  misplaced: readonly string[]
  ledgers: readonly Pick<Ledger, 'lostBytes' | 'restartsFromZero' | 'comparisons' | 'complaints'>[]
  complaints: readonly string[]
}

const FINDINGS = 20

export function verdictOn({ messages, logged, faulty, misplaced, ledgers, complaints }: Evidence): UploadVerdict {
  const sent = new Set(messages.flatMap(({ clip }) => clip ?? []))
  const lost = messages.filter(({ lostBytes, lostMs }) => lostBytes + lostMs > 0)
  const twice = new Set([...logged.filter((id) => !sent.has(id)), ...logged.filter(isRepeated)])
  return {
    messages: messages.length,
    bytes: sum(messages.map(({ bytes }) => bytes)),
    lostBytes: sum(ledgers.map(({ lostBytes }) => lostBytes)) + sum(messages.map(({ lostBytes }) => lostBytes)),
    lostSeconds: round(sum(messages.map(({ lostMs }) => lostMs)) / 1000),
    duplicates: logged.length - new Set(logged.filter((id) => sent.has(id))).size,
    invalidClips: faulty.length + misplaced.length,
    restartsFromZero: sum(ledgers.map(({ restartsFromZero }) => restartsFromZero)),
    comparisons: sum(ledgers.map(({ comparisons }) => comparisons)),
    findings: [
      ...new Set([...complaints, ...ledgers.flatMap((ledger) => ledger.complaints)]),
      ...lost.map(({ clip, lostMs }) => `Clip ${clip} is not what was sent: ${Math.round(lostMs)} ms are not there.`),
      ...[...twice].map((id) => `Clip ${id} stands in the log and was not sent, or stands there twice.`),
      ...faulty.map(({ id, faults }) => `Clip ${id}: ${faults.slice(0, 3).join('; ')}.`),
      ...misplaced.map((id) => `Clip ${id}: listed without an object, or an object of no clip.`),
    ].slice(0, FINDINGS),
  }
}

export const isSpotless = (verdict: Omit<UploadVerdict, 'messages' | 'bytes' | 'comparisons'>): boolean =>
  verdict.lostBytes + verdict.lostSeconds + verdict.duplicates + verdict.invalidClips + verdict.restartsFromZero ===
    0 && verdict.findings.length === 0

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const isRepeated = (id: string, at: number, ids: readonly string[]): boolean => ids.indexOf(id) < at
