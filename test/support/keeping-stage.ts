/** A session whose speaker agrees to be kept, in a room that keeps talk, under a virtual clock. */

import type { Packet } from '../../src/protocol/packet.ts'
import { talkEnd } from './listener.ts'
import { PROFILE, ROOM, SessionStage } from './session-stage.ts'

export const AGREES = { ...PROFILE, keep: true }

export const slotsOf = (packets: readonly Packet[]): number[] => packets.map(({ slot }) => slot)

export class KeepingStage extends SessionStage {
  constructor() {
    super(AGREES)
    this.settings = { ...ROOM, keepTalk: true, keepDays: 30 }
  }

  /** A packet each 20 ms, from this slot up to, but not with, that one; the line is fine. */
  say(from: number, to: number): void {
    for (let slot = from; slot < to; slot += 2) {
      this.pong()
      this.talk(slot, { talkStart: slot === from })
      this.pass(20)
    }
  }

  endTalk(slot: number): boolean {
    return this.talk(slot, { ...talkEnd(slot), speaker: 0 })
  }

  /** Lets time pass on a line that answers. */
  wait(ms: number): void {
    for (let waited = 0; waited < ms; waited += 100) {
      this.pong()
      this.pass(100)
    }
  }

  /** What the page has been told of what is not kept yet. */
  get unkeptMs(): number[] {
    return this.told.flatMap((event) => (event.type === 'unkept' ? [event.ms] : []))
  }

  /** The slots of what was posted, request by request. */
  get postedSlots(): number[][] {
    return this.posts.map(slotsOf)
  }
}
