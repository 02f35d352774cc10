/**
 * The way out of one client, from samples to packets: frames → level, activity → gate → encoder → packet.
 * It also counts the session's slots: they run from `begin` on the clock of the samples, whatever microphone they come
 * from, and through silence [W9].
 *
 * Next: src/client/network-worker.ts
 */

import { packetBytes, SILENT_LEVEL, SLOT_MS, writePacket } from '../protocol/packet.ts'
import type { OpusEncoder } from './codec.ts'
import { Framer } from './framer.ts'
import { isClipped, levelOf } from './level.ts'
import { meanChannel } from './mean-channel.ts'
import { MusicActivity } from './music-activity.ts'
import { FRAME_MS, FRAME_SAMPLES, FRAME_SLOTS } from './pcm.ts'
import { PreRoll } from './pre-roll.ts'
import { CHANNELS, type SoundProfile } from './sound-profile.ts'
import { TalkGate, type TalkSwitches } from './talk-gate.ts'
import { VoiceActivity } from './voice-activity.ts'

const NOTHING = new Uint8Array(0)

/** What became of the last frame. */
export interface FrameReport {
  /** −dBov. */
  level: number
  /** It held a voice, sent or not. */
  voiced: boolean
  /** Louder than the microphone can tell. */
  clipped: boolean
  sent: boolean
}

export class TalkCapture {
  #encoder: OpusEncoder
  #profile: SoundProfile = 'voice'
  readonly #framer = new Framer()
  readonly #voice = new VoiceActivity()
  readonly #music = new MusicActivity()
  /** The mean of two channels. */
  readonly #mean = new Float32Array(FRAME_SAMPLES)
  readonly #gate = new TalkGate()
  #preRoll = new PreRoll(CHANNELS.voice)
  readonly #report: FrameReport = { level: SILENT_LEVEL, voiced: false, clipped: false, sent: false }
  #send: ((packet: Uint8Array<ArrayBuffer>) => void) | undefined
  #slot = 0
  /** Behind the last packet: where a talk ends that ends now [W19]. */
  #endSlot = 0

  /** `encoder` is one for a voice. */
  constructor(encoder: OpusEncoder) {
    this.#encoder = encoder
  }

  /** From the next frame on it is something else that comes in, and `encoder` is one for that. Talk and slots go on. */
  turnTo(profile: SoundProfile, encoder: OpusEncoder): void {
    this.#profile = profile
    this.#encoder = encoder
    this.#framer.channels = CHANNELS[profile]
    this.#preRoll = new PreRoll(CHANNELS[profile])
  }

  /** A session begins: the next frame is at slot 0, and `send` owns each packet's bytes. */
  begin(send: (packet: Uint8Array<ArrayBuffer>) => void): void {
    this.#send = send
    this.#slot = 0
    this.#endSlot = 0
    this.#gate.reset()
    this.#preRoll.clear()
  }

  /** The session is over: frames are measured, nothing is sent. */
  end(): void {
    this.#send = undefined
  }

  set switches(switches: TalkSwitches) {
    this.#gate.switches = switches
  }

  /** How many bits a second the encoder may use, from the next frame on. */
  set bitrate(bitsPerSecond: number) {
    this.#encoder.setBitrate(bitsPerSecond)
  }

  /**
   * Takes the microphone's next samples, zeros when there is none, and those of its right channel where it has one; calls
   * `report` for each frame, with an object it reuses.
   */
  push(samples: Float32Array, report: (frame: Readonly<FrameReport>) => void, right?: Float32Array): void {
    const take = (frame: Float32Array) => {
      this.#take(frame)
      report(this.#report)
    }
    this.#framer.push(samples, take, right)
  }

  #take(frame: Float32Array): void {
    const level = levelOf(frame)
    const hasVoice = this.#voice.push(this.#profile === 'voice' ? frame : meanChannel(frame, this.#mean))
    const speaking = this.#profile === 'voice' ? hasVoice : this.#music.push(level)
    this.#report.level = level
    this.#report.voiced = this.#voice.voiced
    this.#report.clipped = isClipped(frame)
    this.#report.sent = this.#send !== undefined && this.#pass(frame, level, speaking)
    this.#slot += FRAME_SLOTS
  }

  /** Carries out the gate's verdict on one frame; returns whether it was sent. */
  #pass(frame: Float32Array, level: number, speaking: boolean): boolean {
    const verdict = this.#gate.next(speaking, this.#slot * SLOT_MS)
    switch (verdict) {
      case 'nothing':
        this.#keep(frame, level)
        return false
      case 'start':
        this.#start(frame, level)
        return true
      case 'continue':
        this.#encode(frame, level, this.#slot, false)
        return true
      case 'end':
        this.#preRoll.clear() // this frame is not sent: what was kept before it does not adjoin the next
        this.#write(this.#endSlot, SILENT_LEVEL, false, true, NOTHING)
        return false
      default:
        return verdict satisfies never
    }
  }

  /** Only an open microphone has a moment before the first word: before a key was pressed nothing may be heard. */
  #keep(frame: Float32Array, level: number): void {
    const { mode, muted } = this.#gate.switches
    if (mode === 'open' && !muted) this.#preRoll.keep(frame, level)
    else this.#preRoll.clear()
  }

  #start(frame: Float32Array, level: number): void {
    const before = this.#preRoll.count
    this.#preRoll.drain((kept, keptLevel, age) => {
      this.#encode(kept, keptLevel, this.#slot - age * FRAME_SLOTS, age === before)
    })
    this.#encode(frame, level, this.#slot, before === 0)
  }

  #encode(frame: Float32Array, level: number, slot: number, talkStart: boolean): void {
    const payload = this.#tryEncode(frame)
    if (payload.length === 0) return
    this.#write(slot, level, talkStart, false, payload)
    this.#endSlot = slot + FRAME_SLOTS
  }

  #tryEncode(frame: Float32Array): Uint8Array {
    try {
      return this.#encoder.encode(frame)
    } catch {
      return NOTHING // out of memory: this frame is lost, and the audio thread goes on
    }
  }

  #write(slot: number, level: number, talkStart: boolean, talkEnd: boolean, payload: Uint8Array): void {
    const packet = { speaker: 0, talkStart, talkEnd, durationMs: FRAME_MS, level, slot, payload } as const
    const bytes = new Uint8Array(packetBytes(packet))
    writePacket(packet, bytes)
    this.#send?.(bytes)
  }
}
