/**
 * What became of all that was sent, as anybody can fetch it: the log, the clips and their objects, once every message has
 * been announced. What it means, bench/upload/verdict.ts says.
 */

import { until } from '../../test/support/until.ts'
import type { Runtime } from '../runtime.ts'
import { collectClips, misplacedObjects } from '../soak/clip-collection.ts'
import type { Pass } from '../soak/pass.ts'
import { fetchLog } from '../trials/kill/log.ts'
import type { Evidence, JudgedMessage } from './verdict.ts'

/** A message, and how to tell what there is of it from the bytes that are stored. */
export interface SentMessage {
  clip: string | undefined
  judge(stored: Buffer): Promise<JudgedMessage>
}

/** An alarm that waits for its next attempt, after a kill in the midst of one. */
const SETTLED_WITHIN_MS = 60_000

export async function collectEvidence(
  runtime: Runtime,
  owner: Pass,
  sent: readonly SentMessage[],
): Promise<Omit<Evidence, 'ledgers'>> {
  const complaints: string[] = []
  const hall = { origin: runtime.origin, room: owner.room, ownerSecret: '', guestSecret: '' }
  const isSettled = async () => (await fetchLog(hall, await owner.token())).length >= sent.length
  await until(isSettled, 'every message to be announced', SETTLED_WITHIN_MS).catch(({ message }) =>
    complaints.push(message),
  )
  const log = await fetchLog(hall, await owner.token())
  const clips = await collectClips(runtime.origin, { room: owner.room, owner, speakers: [] }, log)
  const messages: JudgedMessage[] = []
  for (const { clip, judge } of sent) messages.push(await judge(await audioOf(runtime.origin, clip, owner)))
  return {
    messages,
    logged: log.flatMap((entry) => (entry.kind === 'clip' ? [entry.id] : [])),
    faulty: clips.filter(({ faults }) => faults.length > 0),
    misplaced: misplacedObjects(await runtime.objectKeys(), clips),
    complaints,
  }
}

/** Nothing of a clip that is not there. */
async function audioOf(origin: string, clip: string | undefined, pass: Pass): Promise<Buffer> {
  if (clip === undefined) return Buffer.alloc(0)
  const headers = { authorization: `Bearer ${await pass.token()}` }
  const answer = await fetch(`${origin}/v1/clips/${clip}/audio`, { headers })
  return Buffer.from(answer.ok ? await answer.arrayBuffer() : new ArrayBuffer(0))
}
