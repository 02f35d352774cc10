/**
 * The one player of a room: what plays, from where, how fast, and what comes next. The states are player-state.ts, the
 * order is next-to-play.ts, the sound itself clip-sound.ts. Draws nothing.
 */

import { signal } from '@preact/signals'
import { EarshotError, type Entry } from '../../../src/client/index.ts'
import { remembered } from '../../app/preferences.ts'
import type { ClipLinks } from './clip-links.ts'
import { ClipSound } from './clip-sound.ts'
import { Listened } from './listened.ts'
import { findClip, type Listener, neighbour, nextToPlay } from './next-to-play.ts'
import {
  clipOf,
  IDLE,
  isUnderWay,
  nextState,
  type PlayerEvent,
  type PlayerState,
  type PlayFailure,
} from './player-state.ts'
import { rememberedPosition, rememberPosition } from './remembered-clips.ts'
import { type ClipSource, LiveSource, StoredSource } from './sources.ts'

export const SPEEDS = [1, 1.5, 2] as const
export type Speed = (typeof SPEEDS)[number]

const speed = remembered<Speed>('clip-speed', 1, (value) => SPEEDS.includes(value as Speed))

export interface PlayerParts {
  audio: HTMLAudioElement
  links: ClipLinks
  listener: Listener
  entries: () => readonly Entry[]
  /** Whether a clip is still being spoken. */
  isTalk: (clip: string) => boolean
  isOnline: () => boolean
  /** The listener has heard this one. */
  onHeard: (clip: string) => void
  /** The listener has stopped, and has heard so much of it. */
  onListened: (clip: string, uptoMs: number) => void
}

export class ClipPlayer {
  readonly state = signal<PlayerState>(IDLE)
  readonly positionMs = signal(0)
  /** How far the mouth of whoever speaks is ahead; 0 for what is stored. */
  readonly behindMs = signal(0)
  readonly speed = speed

  readonly #parts: PlayerParts
  readonly #sound: ClipSound
  /** A new link has been tried already, and nothing has sounded since. */
  #hasRenewed = false
  readonly #listened: Listened
  #isLive = false

  constructor(parts: PlayerParts) {
    this.#parts = parts
    this.#listened = new Listened(rememberedPosition, { heard: parts.onHeard, partly: parts.onListened })
    this.#sound = new ClipSound(parts.audio, () => speed.peek(), {
      sounds: () => this.#do({ type: 'sounds' }),
      waits: () => this.#wait(),
      paused: () => this.#do({ type: 'pause' }),
      ended: (positionMs) => this.#end(positionMs),
      failed: (error) => this.#fail(error),
      moved: (positionMs, behindMs) => this.#move(positionMs, behindMs),
    })
  }

  /** The clip that the player is at. */
  get clip(): string | undefined {
    return clipOf(this.state.value)
  }

  /** Where a clip is, or would go on. */
  positionOf(clip: string): number {
    return this.clip === clip ? this.positionMs.value : rememberedPosition(clip)
  }

  toggle(clip: string): void {
    const state = this.state.peek()
    if (clipOf(state) === clip && isUnderWay(state)) this.pause()
    else this.play(clip)
  }

  /** From where one stopped, or from `fromMs`. */
  play(clip: string, fromMs?: number): void {
    const state = this.state.peek()
    if (state.is === 'paused' && state.clip === clip && fromMs === undefined) {
      this.#do({ type: 'play', clip })
      this.#sound.resume()
      return
    }
    this.#remember()
    this.#hasRenewed = false
    this.#begin(clip, fromMs ?? rememberedPosition(clip))
  }

  pause(): void {
    this.#do({ type: 'pause' })
    this.#sound.pause()
    this.#remember()
  }

  /** Moves within a clip; one that is not playing is heard from there when it is played. */
  seek(clip: string, ms: number): void {
    const toMs = Math.max(0, ms)
    this.#listened.meet(clip)
    if (clipOf(this.state.peek()) !== clip) {
      rememberPosition(clip, toMs, this.#durationOf(clip))
      return
    }
    this.#listened.goTo(clip, toMs)
    this.positionMs.value = toMs
    this.#sound.seek(toMs)
    if (!isUnderWay(this.state.peek())) this.#remember()
  }

  /** To the newest sound of a talk. */
  jumpToNow(): void {
    const clip = clipOf(this.state.peek())
    const { edge } = this.#sound
    if (clip !== undefined && edge !== undefined) this.seek(clip, edge.nowPositionMs(performance.now()))
  }

  changeSpeed(): void {
    speed.value = SPEEDS[(SPEEDS.indexOf(speed.peek()) + 1) % SPEEDS.length] ?? 1
    this.#sound.changeSpeed()
  }

  /** To the clip before or behind, as the keys of a headset and the lock screen ask. */
  step(step: -1 | 1): void {
    const clip = clipOf(this.state.peek())
    const other = clip === undefined ? undefined : neighbour(this.#parts.entries(), clip, step)
    if (other !== undefined) this.play(other.clip.id)
  }

  stop(): void {
    this.#remember()
    this.#sound.release()
    this.#do({ type: 'stop' })
  }

  /** The log has changed: what was deleted does not go on playing. */
  readEntries(): void {
    const clip = clipOf(this.state.peek())
    const entry = this.#parts.entries().find((other) => other.kind === 'clip' && other.id === clip)
    if (entry?.kind === 'clip' && entry.clip === null) this.stop()
  }

  dispose(): void {
    this.stop()
    this.#sound.dispose()
  }

  #begin(clip: string, startMs: number): void {
    this.#listened.begin(clip, startMs)
    this.positionMs.value = startMs
    this.behindMs.value = 0
    this.#do({ type: 'play', clip })
    if (this.#parts.isOnline()) void this.#sound.open(this.#sourceOf(clip), startMs)
    else this.#do({ type: 'fail', why: 'offline' })
  }

  #sourceOf(clip: string): ClipSource {
    const { links } = this.#parts
    this.#isLive = this.#parts.isTalk(clip)
    if (!this.#isLive) return new StoredSource(clip, links, { fresh: this.#hasRenewed })
    return new LiveSource(clip, links, { progress: () => this.#sound.look(), fail: (error) => this.#fail(error) })
  }

  /** A stream that has run dry although its clip is stored by now goes on from the file. */
  #wait(): void {
    this.#do({ type: 'waits' })
    const clip = clipOf(this.state.peek())
    const isCutOff = this.#isLive && this.#sound.edge !== undefined
    if (clip !== undefined && isCutOff && !this.#parts.isTalk(clip)) this.#begin(clip, this.positionMs.peek())
  }

  #move(positionMs: number, behindMs: number): void {
    const clip = clipOf(this.state.peek())
    if (clip === undefined) return
    this.positionMs.value = positionMs
    this.behindMs.value = behindMs
    if (this.state.peek().is !== 'playing') return
    this.#hasRenewed = false
    this.#listened.reach(clip, positionMs, this.#durationOf(clip))
  }

  #end(positionMs: number): void {
    const state = this.state.peek()
    if (!isUnderWay(state)) return // searched to its end while it was paused: it was not listened to
    const { clip } = state
    this.#listened.reach(clip, positionMs, positionMs) // a stream may be a little shorter than its clip
    rememberPosition(clip, 0, 0)
    this.#sound.release()
    this.#do({ type: 'stop' })
    const next = nextToPlay(this.#parts.entries(), clip, this.#parts.listener)
    if (next !== undefined) this.play(next.clip.id)
  }

  /** A link may have expired, a line may have dropped: once with a new link, from the same place, then in words. */
  #fail(error: unknown): void {
    const clip = clipOf(this.state.peek())
    if (clip === undefined) return
    const why = this.#whyOf(error)
    const mayHelp = why === 'unplayable' && !this.#hasRenewed && isUnderWay(this.state.peek())
    if (mayHelp) {
      this.#hasRenewed = true
      this.#begin(clip, this.positionMs.peek())
    } else {
      this.#remember()
      this.#do({ type: 'fail', why })
    }
  }

  #whyOf(error: unknown): PlayFailure {
    if (!this.#parts.isOnline()) return 'offline'
    if (!(error instanceof EarshotError)) return 'unplayable'
    return error.code === 'unreachable' || error.code === 'too-fast' ? 'offline' : 'gone'
  }

  #durationOf(clip: string): number {
    return findClip(this.#parts.entries(), clip)?.clip.durationMs ?? 0
  }

  #remember(): void {
    const clip = clipOf(this.state.peek())
    // A talk that is still being spoken has no end to be near to yet.
    const durationMs = clip === undefined ? 0 : this.#durationOf(clip) || Number.POSITIVE_INFINITY
    if (clip === undefined) return
    rememberPosition(clip, this.positionMs.peek(), durationMs)
    if (!this.#parts.isTalk(clip)) this.#listened.stop(clip)
  }

  #do(event: PlayerEvent): void {
    this.state.value = nextState(this.state.peek(), event)
  }
}
