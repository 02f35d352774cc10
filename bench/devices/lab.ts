/**
 * Where devices change under a voice: a page with the SDK, two fake microphones and two fake speakers of Chromium, its key
 * down, so that all that is captured leaves; and a member who takes down every packet. Judges nothing.
 */

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { EarshotApi } from '../../src/client/api.ts'
import type { Room, VoiceAudio } from '../../src/client/index.ts'
import { newPerson, openBrowser } from '../../test/support/browser.ts'
import { Member } from '../../test/support/member.ts'
import { decoded, longestQuietMs } from '../../test/support/packet-sound.ts'
import { BUILT_IN, HEADSET, usePlugBoard } from '../../test/support/plug-board.ts'
import { openSdkPage, startSdkSite } from '../../test/support/sdk-site.ts'
import type { Site } from '../../test/support/site.ts'
import { noise } from '../../test/support/tone.ts'
import { until } from '../../test/support/until.ts'
import { writeWav } from '../../test/support/wav.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** A change is over, and heard, long before. */
const SETTLED_MS = 700
const SLOTS_PER_S = 100
const SAMPLE_RATE_HZ = 48_000
const NOISE_S = 10
const NOISE_RMS = 0.1

interface Bench {
  audio: VoiceAudio
  room: Room
  devices: { microphones: string[]; speakers: string[] }
  /** The longest time between two blocks of what is played, in ms, since it was last set to 0. */
  longestPauseMs: number
  /** Which devices took the place of others, and why, in order. */
  changes: string[]
}

declare global {
  var bench: Bench
}

export class DeviceLab {
  readonly page: Page
  readonly listener: Member
  readonly #browser: Browser
  readonly #site: Site
  readonly #folder: string

  private constructor(page: Page, listener: Member, browser: Browser, site: Site, folder: string) {
    this.page = page
    this.listener = listener
    this.#browser = browser
    this.#site = site
    this.#folder = folder
  }

  /** In a room of the Earshot that serves there. */
  static async open({ origin, port }: { origin: string; port: number }): Promise<DeviceLab> {
    const folder = temporaryFolder('earshot-devices')
    const says = join(folder, 'noise.wav')
    const samples = noise(NOISE_RMS, NOISE_S * SAMPLE_RATE_HZ)
    writeWav(says, { sampleRateHz: SAMPLE_RATE_HZ, samples })
    const browser = await openBrowser({ says })
    const site = await startSdkSite(port)
    const api = new EarshotApi(origin)
    const { room, guestSecret: secret } = await api.createRoom({ name: 'Bench' })
    const { token } = await api.requestToken({ room: room.id, secret })
    const listener = await Member.join({ origin, room: room.id, token, name: 'Grace', pings: true })
    const person = await newPerson(browser, { origin: site.origin })
    await usePlugBoard(person, [BUILT_IN, HEADSET])
    const page = await openSdkPage(person)
    await page.evaluate(begin, { id: room.id, secret })
    await until(() => listener.packets.length > 10, 'packets')
    return new DeviceLab(page, listener, browser, site, folder)
  }

  async close(): Promise<void> {
    await this.listener.close()
    await this.#browser.close()
    await this.#site.close()
    rmSync(this.#folder, { recursive: true })
  }

  /** The last slot that has arrived. */
  get slot(): number {
    return this.listener.packets.at(-1)?.slot ?? 0
  }

  /** What each of `acts` costs, by the longest quiet in the packets of the time after it, in ms. */
  async gapsMs(acts: readonly (() => Promise<unknown>)[]): Promise<number[]> {
    const spans: [number, number][] = []
    for (const act of acts) {
      await this.#captured(SETTLED_MS / 2)
      const from = this.slot
      await act()
      await this.#captured(SETTLED_MS)
      spans.push([from, this.slot])
    }
    const sound = await decoded(this.listener.packets)
    return spans.map(([from, to]) => longestQuietMs(sound, from, to))
  }

  /** Which devices of a kind have taken the place of others, in order. */
  async changes(kind: 'microphone' | 'speaker'): Promise<string[]> {
    return (await this.page.evaluate(() => bench.changes)).filter((change) => change.startsWith(kind))
  }

  /** Waits until so much more was captured. */
  #captured(ms: number): Promise<unknown> {
    const slot = this.slot + (ms * SLOTS_PER_S) / 1000
    return until(() => this.slot >= slot, `${ms} ms of packets`)
  }
}

/** Runs in the page. */
async function begin({ id, secret }: { id: string; secret: string }): Promise<void> {
  const { EarshotApi, joinRoom, VoiceAudio } = sdk
  const audio = await VoiceAudio.create()
  await audio.unlock()
  const METER = `registerProcessor('meter', class extends AudioWorkletProcessor {
    at = Date.now()
    process() {
      const now = Date.now()
      if (now > this.at) this.port.postMessage(now - this.at)
      this.at = now
      return true
    }
  })`
  await audio.context.audioWorklet.addModule(URL.createObjectURL(new Blob([METER], { type: 'text/javascript' })))
  const meter = new AudioWorkletNode(audio.context, 'meter')
  meter.connect(audio.context.destination)
  meter.port.onmessage = ({ data }) => {
    bench.longestPauseMs = Math.max(bench.longestPauseMs, data)
  }
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  await audio.openMicrophone(plain)
  const listed = await audio.devices()
  const ids = (devices: { deviceId: string }[]) =>
    devices.map(({ deviceId }) => deviceId).filter((id) => id !== 'default')
  const devices = { microphones: ids(listed.microphones), speakers: ids(listed.speakers) }
  await audio.openMicrophone({ ...plain, deviceId: devices.microphones[1] ?? '' })
  const getToken = async () => (await new EarshotApi().requestToken({ room: id, secret })).token
  const room = await joinRoom({ room: id, name: 'Ada', getToken, audio, talk: 'push' })
  room.setTalking(true)
  globalThis.bench = { audio, room, devices, longestPauseMs: 0, changes: [] }
  audio.on('device-changed', ({ kind, why }) => bench.changes.push(`${kind} ${why}`))
}
