/**
 * The soak of uploads, the browser's side: a real browser is killed again and again while somebody records a voice message,
 * right behind their sending it, and while a later visit sends what was left. In the end every message is there once, with
 * all that was said until half a second before the kill, and no upload began anew.
 */

import { EarshotApi } from '../../src/client/api.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { SPEECH } from '../../test/support/browser.ts'
import { decoded } from '../../test/support/kept-clips.ts'
import { startSdkSite } from '../../test/support/sdk-site.ts'
import type { Site } from '../../test/support/site.ts'
import { seededRandom } from '../../test/support/tone.ts'
import { until } from '../../test/support/until.ts'
import { readWav } from '../../test/support/wav.ts'
import type { Runtime } from '../runtime.ts'
import { Pass } from '../soak/pass.ts'
import { median, round } from '../statistics.ts'
import { after } from '../trials/moment.ts'
import { onRuntime } from '../trials/on-runtime.ts'
import { collectEvidence, type SentMessage } from './evidence.ts'
import type { UploadSoakOptions } from './kills.ts'
import { SpokenFile } from './missing-speech.ts'
import { Recordist } from './recordist.ts'
import { type UploadVerdict, verdictOn } from './verdict.ts'
import { Wire } from './wire.ts'

export interface BrowserSoakFigures extends UploadVerdict {
  kills: number
  seed: number
  seconds: number
  /** From a kill while a message was said back to the last that is there of it; null: there was no such kill. */
  lastWordsMs: { median: number; most: number } | null
}

/** What was said within so long before a kill may be lost. */
const LAST_WORDS_MS = 500
/** What is said in the moment of sending is still on its way to the page. */
const ON_ITS_WAY_MS = 100
const SPOKEN_MS = { least: 800, most: 5_000 }
/** Of all messages: those that are sent before the kill; and those that are killed once more as they go out. */
const SENT_SHARE = 0.4
const AGAIN_SHARE = 0.25
/** An upload is joined, checked, stored and announced within this. */
const BEHIND_SEND_MS = 500
const THERE_WITHIN_MS = 30_000

export const browserSoak = ({ kills, seed, progress }: UploadSoakOptions): Promise<BrowserSoakFigures> =>
  onRuntime({}, async (runtime) => {
    const wire = await Wire.open(runtime.port)
    const site = await startSdkSite(wire.port)
    const soak = await BrowserSoak.open(runtime, wire, site, seed)
    try {
      return await soak.run(kills, seed, progress)
    } finally {
      await soak.end()
      await site.close()
      wire.close()
    }
  })

interface Said {
  fromMs: number
  untilMs: number
  killedAtMs: number
  isSent: boolean
}

class BrowserSoak {
  readonly #runtime: Runtime
  readonly #wire: Wire
  readonly #owner: Pass
  readonly #person: Recordist
  readonly #random: () => number
  readonly #file = new SpokenFile(readWav(SPEECH).samples)
  readonly #known = new Set<string>()
  readonly #sent: SentMessage[] = []
  readonly #complaints: string[] = []
  readonly #lastWordsMs: number[] = []

  static async open(runtime: Runtime, wire: Wire, site: Site, seed: number): Promise<BrowserSoak> {
    const api = new EarshotApi(runtime.origin)
    const { room, ownerSecret, guestSecret: secret } = await api.createRoom({ name: 'Uploads', keepTalk: false })
    const { guest } = await api.requestToken({ room: room.id, secret })
    const getToken = async () => (await api.requestToken({ room: room.id, secret, guest })).token
    const person = new Recordist(site.origin, { id: room.id, secret, guest, getToken })
    return new BrowserSoak(runtime, wire, new Pass(runtime.origin, room.id, ownerSecret), person, seededRandom(seed))
  }

  private constructor(runtime: Runtime, wire: Wire, owner: Pass, person: Recordist, random: () => number) {
    this.#runtime = runtime
    this.#wire = wire
    this.#owner = owner
    this.#person = person
    this.#random = random
  }

  async run(kills: number, seed: number, progress: (line: string) => void): Promise<BrowserSoakFigures> {
    const beganAtMs = performance.now()
    await this.#person.comeBack()
    for (let killed = 0; killed < kills; ) {
      this.#wire.ledger.nextFile()
      const said = await this.#sayUntilKilled()
      killed += 1
      await this.#person.comeBack()
      const left = await this.#person.sendDrafts()
      for (; killed < kills && this.#random() < AGAIN_SHARE; killed += 1) await this.#killAgain()
      await this.#arrived(said)
      progress(`${killed} of ${kills} kills of the browser; ${inWords(said)}, ${left > 0 ? 'a draft' : 'on its way'}.`)
    }
    const seconds = round((performance.now() - beganAtMs) / 1000, 1)
    const { complaints, ...evidence } = await collectEvidence(this.#runtime, this.#owner, this.#sent)
    const ledgers = [this.#wire.ledger]
    return {
      ...{ kills, seed, seconds, lastWordsMs: this.#lastWords() },
      ...verdictOn({ ...evidence, ledgers, complaints: [...this.#complaints, ...complaints] }),
    }
  }

  end(): Promise<void> {
    return this.#person.end()
  }

  #lastWords(): BrowserSoakFigures['lastWordsMs'] {
    const lostMs = this.#lastWordsMs
    return lostMs.length === 0 ? null : { median: median(lostMs), most: Math.max(...lostMs) }
  }

  async #sayUntilKilled(): Promise<Said> {
    const { least, most } = SPOKEN_MS
    const said = await this.#person.speak(least + this.#random() * (most - least))
    const isSent = this.#random() < SENT_SHARE
    if (isSent) {
      await this.#person.send()
      await after(this.#random() ** 2 * BEHIND_SEND_MS)
    }
    const killedAtMs = Date.now()
    await this.#person.die()
    return { ...said, killedAtMs, isSent, untilMs: isSent ? said.untilMs : killedAtMs }
  }

  /** While what was left goes out. */
  async #killAgain(): Promise<void> {
    await after(this.#random() * BEHIND_SEND_MS)
    await this.#person.die()
    await this.#person.comeBack()
    await this.#person.sendDrafts()
  }

  /** The message is in the room: whichever clip was not there before. */
  async #arrived(said: Said): Promise<void> {
    const clip = await until(() => this.#newClip(), 'the message of a killed browser', THERE_WITHIN_MS).catch(
      ({ message }) => void this.#complaints.push(message),
    )
    await this.#person.untilSent().catch(({ message }) => this.#complaints.push(message))
    this.#sent.push({ clip, judge: (stored) => this.#judge(clip, said, stored) })
  }

  async #newClip(): Promise<string | undefined> {
    const { api, room } = this.#owner
    const { clips } = await api.clips({ room, token: await this.#owner.token() })
    const fresh = clips.filter(({ id, state }) => state === 'ready' && !this.#known.has(id)).map(({ id }) => id)
    for (const id of fresh) this.#known.add(id)
    return fresh.at(-1)
  }

  async #judge(clip: string | undefined, { fromMs, untilMs, killedAtMs, isSent }: Said, stored: Buffer) {
    const samples = await samplesIn(stored)
    const dueMs = Math.min(untilMs - ON_ITS_WAY_MS, killedAtMs - LAST_WORDS_MS) - fromMs
    if (!isSent) this.#lastWordsMs.push(Math.round(killedAtMs - fromMs - samples.length / SAMPLES_PER_MS))
    return { clip, bytes: stored.length, lostBytes: 0, lostMs: this.#file.missingMs(samples, dueMs) }
  }
}

const SAMPLES_PER_MS = 48

/** Nothing of what cannot be read. */
async function samplesIn(stored: Buffer): Promise<Float32Array> {
  const read = await readClip(new Uint8Array(stored)).catch(() => undefined)
  if (read === undefined) return new Float32Array(0)
  const { packets, preSkip, durationMs } = read
  return (await decoded(packets)).subarray(preSkip, preSkip + Math.round(durationMs * SAMPLES_PER_MS))
}

const inWords = ({ fromMs, untilMs, killedAtMs, isSent }: Said): string =>
  `${untilMs - fromMs} ms said, ${isSent ? `killed ${killedAtMs - untilMs} ms behind sending` : 'killed meanwhile'}`
