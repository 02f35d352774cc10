/**
 * The soak of uploads: the runtime is killed again and again while people record and send voice messages, and started again
 * on what it had stored. In the end every message is there once, byte for byte, and no upload began anew.
 */

import { EarshotApi } from '../../src/client/api.ts'
import { seededRandom } from '../../test/support/tone.ts'
import { type Runtime, startRuntime } from '../runtime.ts'
import { Pass } from '../soak/pass.ts'
import { round } from '../statistics.ts'
import { after } from '../trials/moment.ts'
import { startForTrial } from '../trials/on-runtime.ts'
import { collectEvidence } from './evidence.ts'
import { Sender } from './sender.ts'
import { Sent } from './sent.ts'
import { type UploadVerdict, verdictOn } from './verdict.ts'
import { Wire } from './wire.ts'

export interface UploadSoakOptions {
  kills: number
  seed: number
  progress: (line: string) => void
}

export interface UploadSoakFigures extends UploadVerdict {
  kills: number
  seed: number
  seconds: number
}

const SENDERS = 3
/** The length of a day's messages in an hour. */
const PACE = 10
/** From when it serves again. */
const ALIVE_MS = { least: 150, most: 2_000 }
/** When an upload is being checked, stored and handed over: this soon behind its last byte. */
const BEHIND_END_MS = 60
/** Far enough apart that no two senders draw the same numbers. */
const SEED_STEP = 7_919

export async function uploadSoak({ kills, seed, progress }: UploadSoakOptions): Promise<UploadSoakFigures> {
  const random = seededRandom(seed)
  const sent = new Sent()
  const wires: Wire[] = []
  let runtime = await startForTrial()
  try {
    for (let at = 0; at < SENDERS; at += 1) wires.push(await Wire.open(runtime.port))
    const { owner, senders } = await castOn(runtime, seed, sent, wires)
    const beganAtMs = performance.now()
    for (const sender of senders) sender.start()
    for (let killed = 0; killed < kills; killed += 1) {
      await momentToKill(sent, random)
      await runtime.kill()
      runtime = await startRuntime(runtime)
      progress(`${killed + 1} of ${kills} kills, ${sent.messages.length} messages sent.`)
    }
    await Promise.all(senders.map((sender) => sender.stop()))
    const seconds = round((performance.now() - beganAtMs) / 1000, 1)
    const { complaints, ...evidence } = await collectEvidence(runtime, owner, sent.messages)
    const ledgers = wires.map(({ ledger }) => ledger)
    return {
      ...{ kills, seed, seconds },
      ...verdictOn({ ...evidence, ledgers, complaints: [...sent.complaints, ...complaints] }),
    }
  } finally {
    for (const wire of wires) wire.close()
    await runtime.stop()
  }
}

async function castOn({ origin }: Runtime, seed: number, sent: Sent, wires: readonly Wire[]) {
  const made = await new EarshotApi(origin).createRoom({ name: 'Uploads', keepTalk: false })
  const owner = new Pass(origin, made.room.id, made.ownerSecret)
  const senders = wires.map((wire, at) => {
    const pass = new Pass(origin, made.room.id, made.guestSecret)
    return { pass, sender: new Sender({ wire, pass, random: seededRandom(SEED_STEP * seed + at), sent, pace: PACE }) }
  })
  // Everybody is let in while there is a server.
  await Promise.all([owner, ...senders.map(({ pass }) => pass)].map((pass) => pass.token()))
  return { owner, senders: senders.map(({ sender }) => sender) }
}

/** At any time, or right behind the last byte of an upload. */
async function momentToKill(sent: Sent, random: () => number): Promise<void> {
  const isBehindEnd = random() < 0.5
  const aliveMs = ALIVE_MS.least + random() ** 2 * (ALIVE_MS.most - ALIVE_MS.least)
  const behindMs = random() * BEHIND_END_MS
  await after(isBehindEnd ? ALIVE_MS.least : aliveMs)
  if (isBehindEnd) await Promise.race([sent.nextEnd(), after(ALIVE_MS.most)]).then(() => after(behindMs))
}
