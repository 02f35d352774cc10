/**
 * Finds sockets that are dead without having said so: no hello, or no pong for too long [C27]. Pure.
 */

import { SWEEP_EVERY_MS } from '../protocol/limits.ts'
import type { AudioPlane } from './audio-plane.ts'
import { NOTHING } from './effect.ts'
import type { Entrance } from './entrance.ts'
import type { Roster } from './roster.ts'

export class Sweep<Connection> {
  readonly #roster: Roster<Connection>
  readonly #entrance: Entrance<Connection>
  readonly #audio: AudioPlane<Connection>
  #sweptAtMs = Number.NEGATIVE_INFINITY

  constructor(roster: Roster<Connection>, entrance: Entrance<Connection>, audio: AudioPlane<Connection>) {
    this.#roster = roster
    this.#entrance = entrance
    this.#audio = audio
  }

  /** Those that are to be closed now. Asked at every message; it looks once a second. */
  lost(nowMs: number): readonly Connection[] {
    if (nowMs - this.#sweptAtMs < SWEEP_EVERY_MS) return NOTHING
    this.#sweptAtMs = nowMs
    const dead = this.#roster
      .all()
      .flatMap(({ presence }) =>
        presence.at === 'here' && this.#audio.hearing.reach(presence.line, nowMs) === 'dead'
          ? [presence.line.connection]
          : [],
      )
    return [...this.#entrance.tooSilent(nowMs), ...dead]
  }
}
