/**
 * A person who talks and writes without end, through one tab after another: says what was planned, by the clock, and hands
 * in what a closed tab has left behind, as the SDK does.
 *
 * Next: bench/soak/tab.ts
 */

import { asEarshotError } from '../../src/client/errors.ts'
import { outcomeOf } from '../../src/client/post-outcome.ts'
import { portions } from '../../src/client/posted-talk.ts'
import type { Bytes } from '../../src/client/uplink.ts'
import { joinBytes } from '../../src/protocol/join-bytes.ts'
import { type Packet, packetBytes, SLOT_MS, writePacket } from '../../src/protocol/packet.ts'
import type { RoomMessage } from '../../src/protocol/room-message.ts'
import type { OnAudio } from '../load/line.ts'
import { Writer } from '../trials/kill/writer.ts'
import { after, momentAt } from '../trials/moment.ts'
import { Witness } from '../trials/witness.ts'
import { opusPayload } from './opus-payload.ts'
import type { Pass } from './pass.ts'
import type { Spoken } from './spoken.ts'
import { Tab } from './tab.ts'
import { PAUSE_MS, planTalk, type TalkPlan } from './talk-plan.ts'

export interface SpeakerOptions {
  origin: string
  pass: Pass
  name: string
  random: () => number
  spoken: Spoken
  /** What it says next; random talks when absent. */
  plan?: (random: () => number) => TalkPlan
  /** Whether it also writes. */
  writes?: boolean
  onMessage?: (message: RoomMessage) => void
  onAudio?: OnAudio
}

/** The end of a talk, when it was sent: `performance.now()`. */
export interface TalkEnd {
  session: string
  slot: number
  ending: TalkPlan['ending']
  atMs: number
}

const LEVEL = 30
const TRY_AGAIN_AFTER_MS = 500

export class Speaker {
  readonly witness = new Witness()
  readonly writer: Writer
  readonly pass: Pass
  /** All there have been; the last is open. */
  readonly tabs: Tab[] = []
  talks = 0
  readonly talkEnds: TalkEnd[] = []
  /** Handings in of left-behind talk that are under way. */
  readonly #handingIn = new Set<Promise<void>>()
  readonly #options: SpeakerOptions
  #beganAtMs = 0
  /** The first slot that is free. */
  #slot = 0
  #isTalkOpen = false
  #isStopped = false
  #talking: Promise<void> = Promise.resolve()

  static async join(options: SpeakerOptions): Promise<Speaker> {
    const speaker = new Speaker(options)
    await speaker.#openTab()
    return speaker
  }

  private constructor(options: SpeakerOptions) {
    this.#options = options
    this.pass = options.pass
    this.writer = new Writer(options.name, (message) => this.tab.connection?.say(message))
  }

  get tab(): Tab {
    const tab = this.tabs.at(-1)
    if (tab === undefined) throw new Error('This speaker has no tab yet.')
    return tab
  }

  /** Everything ever said is stored, or refused. */
  get isAllKept(): boolean {
    return this.#handingIn.size === 0 && this.tab.isKept
  }

  start(): void {
    if (this.#options.writes === true) this.writer.start()
    this.#talking = this.#talk()
  }

  /** Resolves when the talk that is under way has been said to its end. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.writer.stop()
    await this.#talking
  }

  async leave(): Promise<void> {
    await this.tab.leave()
  }

  /** Every session is over: whatever talk of it is open ends, as when its tab is closed and another one opened. */
  async endAll(): Promise<void> {
    await Promise.all(this.tabs.map((tab) => this.#handIn(tab, [])))
  }

  async #openTab(): Promise<void> {
    const { origin, pass, name, random, onAudio } = this.#options
    this.#beganAtMs = performance.now()
    this.#slot = 0
    this.#isTalkOpen = false
    const tab = await Tab.open({
      ...{ origin, pass, name, random, lastEntry: this.witness.lastEntry, onAudio },
      onMessage: (message) => this.#understand(message),
    })
    this.tabs.push(tab)
  }

  #understand(message: RoomMessage): void {
    this.witness.hear(message)
    this.writer.hear(message)
    this.#options.onMessage?.(message)
  }

  async #talk(): Promise<void> {
    const { random, plan = planTalk } = this.#options
    while (!this.#isStopped) await this.#say(plan(random))
  }

  async #say({ pauseMs, packetMs, spurts, ending }: TalkPlan): Promise<void> {
    await after(pauseMs)
    this.talks += this.#isTalkOpen ? 0 : 1
    for (const [at, { afterMs, packets }] of spurts.entries()) {
      this.#slot = Math.max(this.#slot + afterMs / SLOT_MS, Math.floor((performance.now() - this.#beganAtMs) / SLOT_MS))
      const isLastSpurt = at === spurts.length - 1
      for (let left = packets; left > 0; left -= 1) {
        const talkEnd = ending === 'spoken' && isLastSpurt && left === 1
        await this.#sayPacket({ durationMs: packetMs, talkStart: left === packets, talkEnd })
      }
    }
    await this.#end(ending)
  }

  /** At the moment when its last sample has been said. */
  async #sayPacket({ durationMs, ...flags }: Pick<Packet, 'durationMs' | 'talkStart' | 'talkEnd'>): Promise<void> {
    const { spoken, random } = this.#options
    const packet = {
      ...flags,
      speaker: 0,
      durationMs,
      level: LEVEL,
      slot: this.#slot,
      payload: opusPayload(durationMs, random),
    }
    this.#slot += durationMs / SLOT_MS
    await momentAt(this.#beganAtMs + this.#slot * SLOT_MS)
    this.#isTalkOpen = true
    this.tab.say(bytesOf(packet), spoken.add(this.tab.session, packet, performance.now()))
  }

  async #end(ending: TalkPlan['ending']): Promise<void> {
    if (ending === 'open') return
    if (ending === 'abandoned') return this.#openAnotherTab()
    if (ending === 'paused') await momentAt(this.#beganAtMs + this.#slot * SLOT_MS + PAUSE_MS)
    const head = { speaker: 0, talkStart: false, talkEnd: true, durationMs: 20, level: LEVEL } as const
    if (ending !== 'spoken') this.tab.say(bytesOf({ ...head, slot: this.#slot, payload: new Uint8Array(0) }), undefined)
    if (ending !== 'spoken') this.#slot += 1
    this.#isTalkOpen = false
    this.talkEnds.push({ session: this.tab.session, slot: this.#slot, ending, atMs: performance.now() })
  }

  async #openAnotherTab(): Promise<void> {
    const closed = this.tab
    closed.vanish()
    await this.#openTab()
    if (closed.journal.length > 0) void this.#handIn(closed, closed.journal)
  }

  /** Posts what a tab has left, until it is answered; its session ends with that. */
  async #handIn(tab: Tab, packets: readonly Bytes[]): Promise<void> {
    const all = packets.length === 0 ? [[]] : portions(packets)
    const handing = (async () => {
      for (const [index, portion] of all.entries()) await this.#post(tab, portion, index === all.length - 1)
    })()
    this.#handingIn.add(handing)
    await handing.finally(() => this.#handingIn.delete(handing))
  }

  async #post(tab: Tab, packets: readonly Bytes[], end: boolean): Promise<void> {
    const { api, room } = this.pass
    for (;;) {
      try {
        const token = await this.pass.token()
        await api.postTalk({ room, token, session: tab.session, bytes: joinBytes([...packets]), end })
        tab.acknowledge(packets)
        return
      } catch (error) {
        const failure = asEarshotError(error, 'unreachable')
        if (outcomeOf(failure) === 'refused') {
          tab.complaints.push(`refused: ${JSON.stringify(failure.cause)}`)
          return
        }
        await after(TRY_AGAIN_AFTER_MS)
      }
    }
  }
}

function bytesOf(packet: Packet): Bytes {
  const bytes = new Uint8Array(packetBytes(packet))
  writePacket(packet, bytes)
  return bytes
}
