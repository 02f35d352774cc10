/** What became of all that was sent: every message there once, byte for byte, and nothing else in the storage. */

import { until } from '../../test/support/until.ts'
import type { Runtime } from '../runtime.ts'
import { collectClips, misplacedObjects } from '../soak/clip-collection.ts'
import type { Pass } from '../soak/pass.ts'
import { round } from '../statistics.ts'
import { fetchLog } from '../trials/kill/log.ts'
import type { Sent } from './sent.ts'

export interface UploadVerdict {
  messages: number
  bytes: number
  /** Acknowledged while they were sent and gone later, or not in the message. */
  lostBytes: number
  /** Of messages that are not there as they were recorded. */
  lostSeconds: number
  /** Messages that are there once more than they were sent. */
  duplicates: number
  /** Clips that something is wrong with, objects without a clip and clips without an object. */
  invalidClips: number
  restartsFromZero: number
  findings: string[]
}

const FINDINGS = 20
/** An alarm that waits for its next attempt, after a kill in the midst of one. */
const SETTLED_WITHIN_MS = 60_000

export const isSpotless = (verdict: UploadVerdict): boolean =>
  verdict.lostBytes + verdict.lostSeconds + verdict.duplicates + verdict.invalidClips + verdict.restartsFromZero ===
    0 && verdict.findings.length === 0

export async function uploadVerdict(runtime: Runtime, owner: Pass, sent: Sent): Promise<UploadVerdict> {
  const findings = [...new Set(sent.complaints)]
  const hall = { origin: runtime.origin, room: owner.room, ownerSecret: '', guestSecret: '' }
  const isSettled = async () => (await fetchLog(hall, await owner.token())).length >= sent.messages.length
  await until(isSettled, 'every message to be announced', SETTLED_WITHIN_MS).catch(({ message }) =>
    findings.push(message),
  )
  const log = await fetchLog(hall, await owner.token())
  const clips = await collectClips(runtime.origin, { room: owner.room, owner, speakers: [] }, log)
  const misplaced = misplacedObjects(await runtime.objectKeys(), clips)
  const faulty = clips.filter(({ faults }) => faults.length > 0)
  const lost = []
  for (const message of sent.messages) {
    const bytes = await audioOf(runtime.origin, message.clip, await owner.token())
    if (!bytes.equals(message.file)) lost.push(message)
  }
  const entries = log.filter(({ kind }) => kind === 'clip').length
  return {
    messages: sent.messages.length,
    bytes: sent.messages.reduce((sum, { file }) => sum + file.length, 0),
    lostBytes: sent.lostBytes + lost.reduce((sum, { file }) => sum + file.length, 0),
    lostSeconds: round(lost.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000),
    duplicates: Math.max(0, entries - sent.messages.length),
    invalidClips: faulty.length + misplaced.length,
    restartsFromZero: sent.restartsFromZero,
    findings: [
      ...findings,
      ...lost.map(({ clip }) => `Clip ${clip} is not what was sent.`),
      ...faulty.map(({ id, faults }) => `Clip ${id}: ${faults.slice(0, 3).join('; ')}.`),
      ...misplaced.map((id) => `Clip ${id}: listed without an object, or an object of no clip.`),
    ].slice(0, FINDINGS),
  }
}

async function audioOf(origin: string, clip: string, token: string): Promise<Buffer> {
  const answer = await fetch(`${origin}/v1/clips/${clip}/audio`, { headers: { authorization: `Bearer ${token}` } })
  return Buffer.from(answer.ok ? await answer.arrayBuffer() : new ArrayBuffer(0))
}
