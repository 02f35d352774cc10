/**
 * A room's hold on microphone and speakers: keeps the two worklets in step with the switches, and turns what they report
 * into levels and warnings.
 */

import type { PlayoutStatistics } from '../audio/playout-counters.ts'
import type { TalkMode } from '../audio/talk-gate.ts'
import { SILENT_LEVEL } from '../protocol/packet.ts'
import { maySpeakAs } from '../protocol/roles.ts'
import { Emitter } from './emitter.ts'
import { MutedTalk } from './muted-talk.ts'
import type { Warning } from './room-events.ts'
import type { Profile, Standing } from './session-messages.ts'
import type { Heard, VoiceGraph } from './voice-graph.ts'

export interface RoomSoundEvents {
  levels: (levels: ReadonlyMap<number, number>) => void
  warning: (warning: Warning) => void
  statistics: (speakers: readonly [number, PlayoutStatistics][]) => void
}

/** What is said of this member, by itself and by the room. */
export interface Me
  extends Readonly<Pick<Profile, 'muted' | 'deafened'>>,
    Readonly<Pick<Standing, 'role' | 'silenced' | 'aside'>> {
  readonly member: number
}

/** What of the two worklets a room uses. */
export type SoundGraph = Pick<VoiceGraph, 'on' | 'setSwitches' | 'setGain' | 'setDeafened' | 'forget'>

export class RoomSound {
  readonly #graph: SoundGraph
  readonly #events = new Emitter<RoomSoundEvents>()
  readonly #mutedTalk = new MutedTalk()
  readonly #gains = new Map<number, number>()
  readonly #stops: (() => void)[]
  #me: Me
  #mode: TalkMode
  #pressed = false
  #isHeld = false
  #played: readonly [number, number][] = []
  #wereLevels = false

  constructor(graph: SoundGraph, mode: TalkMode, me: Me) {
    this.#graph = graph
    this.#mode = mode
    this.#me = me
    this.#stops = [
      graph.on('levels', (levels) => {
        this.#played = levels
      }),
      graph.on('heard', (heard) => this.#hear(heard)),
      graph.on('statistics', (speakers) => this.#events.emit('statistics', speakers)),
    ]
    this.#apply()
  }

  on<Name extends keyof RoomSoundEvents>(event: Name, listener: RoomSoundEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  get mode(): TalkMode {
    return this.#mode
  }

  set mode(mode: TalkMode) {
    this.#mode = mode
    this.#apply()
  }

  set pressed(pressed: boolean) {
    this.#pressed = pressed
    this.#apply()
  }

  set me(me: Me) {
    this.#me = me
    this.#apply()
  }

  /** What the microphone takes in is for something else: nothing of it goes to the room. */
  set held(held: boolean) {
    this.#isHeld = held
    this.#apply()
  }

  setVolume(member: number, gain: number): void {
    this.#gains.set(member, gain)
    this.#graph.setGain(member, gain)
  }

  volumeOf(member: number): number {
    return this.#gains.get(member) ?? 1
  }

  /** A member has left. */
  forget(member: number): void {
    this.#gains.delete(member)
    this.#graph.forget(member)
  }

  /** Nothing is heard of it any more. */
  end(): void {
    for (const stop of this.#stops) stop()
  }

  /** Muted, by whomever. */
  get #isMuted(): boolean {
    return this.#me.muted || this.#me.silenced
  }

  /** Has the voice of its person, and a role that may speak [C41, C42]. Who has not need not be told that nobody hears them. */
  get #mayTalk(): boolean {
    return !this.#me.aside && maySpeakAs(this.#me.role)
  }

  #apply(): void {
    const muted = this.#isMuted || !this.#mayTalk || this.#isHeld
    this.#graph.setSwitches({ mode: this.#mode, pressed: this.#pressed, muted })
    this.#graph.setDeafened(this.#me.deafened || this.#me.aside)
  }

  #hear({ level, frames, voicedFrames, sent }: Heard): void {
    if (this.#mutedTalk.push(frames, voicedFrames, this.#isMuted && this.#mayTalk && !this.#isHeld)) {
      this.#events.emit('warning', this.#me.muted ? 'talking-while-muted' : 'silenced')
    }
    const levels = new Map(this.#played)
    if (sent && level < SILENT_LEVEL) levels.set(this.#me.member, level)
    if (levels.size > 0 || this.#wereLevels) this.#events.emit('levels', levels)
    this.#wereLevels = levels.size > 0
  }
}
