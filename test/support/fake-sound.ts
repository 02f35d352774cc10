/** The two worklets as a room sees them, without any sound: it notes what it is told, and says what a test wants. */

import { Emitter } from '../../src/client/emitter.ts'
import type { SoundGraph } from '../../src/client/room-sound.ts'
import type { Heard, VoiceGraphEvents } from '../../src/client/voice-graph.ts'

export class FakeSound implements SoundGraph {
  readonly #events = new Emitter<VoiceGraphEvents>()
  switches: Parameters<SoundGraph['setSwitches']>[0] | undefined
  deafened: boolean | undefined
  readonly gains = new Map<number, number>()
  readonly forgotten: number[] = []

  on: SoundGraph['on'] = (event, listener) => this.#events.on(event, listener)

  setSwitches: SoundGraph['setSwitches'] = (switches) => {
    this.switches = switches
  }

  setDeafened: SoundGraph['setDeafened'] = (deafened) => {
    this.deafened = deafened
  }

  setGain: SoundGraph['setGain'] = (member, gain) => {
    this.gains.set(member, gain)
  }

  forget: SoundGraph['forget'] = (member) => {
    this.forgotten.push(member)
  }

  /** The microphone: two frames. */
  hear(heard: Partial<Heard>): void {
    this.#events.emit('heard', {
      type: 'heard',
      frames: 2,
      level: 30,
      voicedFrames: 2,
      clippedFrames: 0,
      sent: false,
      ...heard,
    })
  }

  /** The playout's figures of a second. */
  count(...speakers: Parameters<VoiceGraphEvents['statistics']>[0]): void {
    this.#events.emit('statistics', speakers)
  }

  play(...levels: [number, number][]): void {
    this.#events.emit('levels', levels)
  }
}
