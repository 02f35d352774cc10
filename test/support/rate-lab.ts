/**
 * A page whose audio context runs at some rate, with its key down, and a member who takes down what it says and says a tone
 * to it. What the page says is changed in the midst of it; each stretch is decoded afterwards.
 */

import type { BrowserContext, Page } from 'playwright-core'
import { EarshotApi, type Room, type VoiceAudio } from '../../src/client/index.ts'
import { makeOpusEncoder } from '../../src/client/opus.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { SLOT_MS } from '../../src/protocol/packet.ts'
import { type Recording, recordedMs, recording, startRecording, tapAudio } from './audio-taps.ts'
import { Member } from './member.ts'
import { decoded } from './packet-sound.ts'
import { openSdkPage } from './sdk-site.ts'
import { sine } from './tone.ts'
import { until } from './until.ts'

const FRAME_SAMPLES = 960
const FRAME_MS = 20
const SAMPLES_PER_SLOT = 480
const PATIENCE_MS = 30_000
const AUDIBLE = 0.001
const MOST_AGAIN = 3

export interface Tone {
  hertz: number
  amplitude: number
  /** On the left alone. */
  left?: boolean
}

/** `refused`: the microphone, in a browser that joins no track to a context of another rate. */
export type Source = 'microphone' | 'refused' | readonly Tone[]

interface Rates {
  audio: VoiceAudio
  room: Room
  refuses: boolean
}

declare global {
  var rates: Rates
}

export interface Stretch {
  fromSlot: number
  toSlot: number
}

export class RateLab {
  readonly #page: Page
  readonly #other: Member
  /** How far what has arrived is behind the page’s audio clock, time and again. */
  readonly lagsMs: number[] = []

  private constructor(page: Page, other: Member) {
    this.#page = page
    this.#other = other
  }

  /** `origin`: of the Earshot that stands behind the person's site. */
  static async open(person: BrowserContext, origin: string, rateHz: number): Promise<RateLab> {
    const api = new EarshotApi(origin)
    const { room, guestSecret: secret } = await api.createRoom({ name: 'Rates' })
    const { token } = await api.requestToken({ room: room.id, secret })
    const other = await Member.join({ origin, room: room.id, token, name: 'Grace', pings: true })
    await tapAudio(person)
    await person.addInitScript(refuseOtherRates)
    const page = await openSdkPage(person)
    await page.evaluate(enter, { id: room.id, secret, rateHz })
    await until(() => other.packets.length > 0, 'the page to be heard', PATIENCE_MS)
    return new RateLab(page, other)
  }

  /** Whoever is on the page is gone too; what has arrived stays. */
  async close(): Promise<void> {
    await this.#other.close()
    await this.#page.context().close()
  }

  /** Has the page say that, and waits until it has for so long, behind a time in which codec and line settle. */
  async say(source: Source, { settleMs, forMs }: { settleMs: number; forMs: number }): Promise<Stretch> {
    await this.#page.evaluate(speak, source as Source)
    const clockMs = await this.#lookAtTheClock()
    // What is said now, however late it arrives.
    const fromSlot = Math.ceil((clockMs - Math.min(...this.lagsMs) + settleMs) / SLOT_MS)
    const toSlot = fromSlot + forMs / SLOT_MS
    const isSaid = async () => {
      await this.#lookAtTheClock()
      return this.#slot >= toSlot
    }
    await until(isSaid, 'what the page says', PATIENCE_MS)
    return { fromSlot, toSlot }
  }

  /** What has arrived of stretches of it, at the codec's rate. */
  async arrived(...stretches: readonly Stretch[]): Promise<Float32Array[]> {
    const { firstSlot, samples } = await decoded(this.#other.packets)
    const at = (slot: number) => (slot - firstSlot) * SAMPLES_PER_SLOT
    return stretches.map(({ fromSlot, toSlot }) => samples.subarray(at(fromSlot), at(toSlot)))
  }

  /** What the page hears of tones that the other member sends. */
  async heard(tones: readonly Tone[], forMs: number): Promise<Recording> {
    const encoder = await makeOpusEncoder()
    const waves = tones.map(({ hertz, amplitude }) => sine(hertz, amplitude, FRAME_SAMPLES)) // whole periods: one frame joins the next
    const frame = Float32Array.from({ length: FRAME_SAMPLES }, (_, at) =>
      waves.reduce((sum, wave) => sum + (wave[at] ?? 0), 0),
    )
    const firstSlot = Math.floor(performance.now() / SLOT_MS)
    const beganAtMs = performance.now()
    let sent = 0
    const timer = setInterval(() => {
      for (; sent * FRAME_MS <= performance.now() - beganAtMs; sent += 1) {
        const slot = firstSlot + (sent * FRAME_MS) / SLOT_MS
        const head = {
          speaker: 0,
          talkStart: sent === 0,
          talkEnd: false,
          durationMs: FRAME_MS,
          level: 10,
          slot,
        } as const
        this.#other.sendAudio(Uint8Array.from(bundle([{ ...head, payload: encoder.encode(frame) }])))
      }
    }, FRAME_MS)
    try {
      await until(() => sent > 50, 'some of the tone to be sent')
      let heard = await this.#record(forMs)
      // A page that a busy machine kept from answering for three seconds is sent nothing for a while.
      for (let again = 0; again < MOST_AGAIN && !isAudible(heard); again += 1) heard = await this.#record(forMs)
      return heard
    } finally {
      clearInterval(timer)
    }
  }

  async #record(forMs: number): Promise<Recording> {
    await startRecording(this.#page)
    const isLong = async () => (await recordedMs(this.#page, 'heard')) >= forMs
    await until(isLong, 'what the page plays', PATIENCE_MS)
    return recording(this.#page, 'heard')
  }

  /** The page’s audio clock. */
  async #lookAtTheClock(): Promise<number> {
    const slot = this.#slot
    const clockMs = await this.#page.evaluate(() => rates.audio.context.currentTime * 1000)
    this.lagsMs.push(clockMs - SLOT_MS * slot)
    return clockMs
  }

  get #slot(): number {
    return this.#other.packets.at(-1)?.slot ?? 0
  }
}

const isAudible = ({ samples }: Recording): boolean => samples.some((sample) => Math.abs(sample) > AUDIBLE)

/** Runs in the page: Firefox joins no track to a context of another rate than the track's, which is the device's. */
function refuseOtherRates(): void {
  const create = AudioContext.prototype.createMediaStreamSource
  AudioContext.prototype.createMediaStreamSource = function (stream) {
    if (rates.refuses && this.sampleRate !== 48_000) throw new DOMException('', 'NotSupportedError')
    return create.call(this, stream)
  }
}

/** Runs in the page. */
async function enter({ id, secret, rateHz }: { id: string; secret: string; rateHz: number }): Promise<void> {
  const { EarshotApi, joinRoom, VoiceAudio } = sdk
  const audio = await VoiceAudio.create({ context: new AudioContext({ sampleRate: rateHz }) })
  globalThis.rates = { audio, refuses: false } as Rates
  await audio.unlock()
  await audio.openMicrophone({ echoCancellation: false, noiseSuppression: false, autoGainControl: false })
  const getToken = async () => (await new EarshotApi().requestToken({ room: id, secret })).token
  rates.room = await joinRoom({ room: id, name: 'Ada', getToken, audio, talk: 'push' })
  rates.room.setTalking(true)
}

/** Runs in the page. */
async function speak(source: Source): Promise<void> {
  const { audio } = rates
  rates.refuses = source === 'refused'
  if (typeof source === 'string') {
    return audio.openMicrophone({ echoCancellation: false, noiseSuppression: false, autoGainControl: false })
  }
  const { context } = audio
  const stream = new MediaStreamAudioDestinationNode(context, { channelCount: 2 })
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 })
  merger.connect(stream)
  for (const { hertz, amplitude, left } of source) {
    const tone = new OscillatorNode(context, { frequency: hertz })
    const gain = new GainNode(context, { gain: amplitude })
    tone.connect(gain).connect(merger, 0, 0)
    if (!left) gain.connect(merger, 0, 1)
    tone.start()
  }
  const [track] = stream.stream.getAudioTracks()
  if (track !== undefined) await audio.openMicrophone(track)
}
