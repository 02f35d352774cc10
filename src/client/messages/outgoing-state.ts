/**
 * A voice message on its way to the server (docs/protocol.md, section 9): what to ask next, and when. Its bytes go into an
 * upload of no known length while it is said; the last of them say that they are the last, and what is known of the message
 * only then. Whatever is lost or answered twice, what the server has is asked for first. Pure.
 *
 * Next: src/client/messages/tus-line.ts
 */

import { retryDelayMs } from './retry-delay.ts'
import {
  type Addresses,
  type Answer,
  type AppendStep,
  NOWHERE,
  type Outcome,
  type StandingStep,
  type Step,
} from './upload-steps.ts'

/** Begun as soon as it is no slip of the finger: the bytes of a second. */
const LEAST_TO_BEGIN_BYTES = 4_000
/** While it is said nobody waits for it: a request a second. */
const APPEND_EVERY_MS = 1_000
/** A slow line (32 kb/s) takes 16 s for so much; a fast one is given more each time. */
const FIRST_PIECE_BYTES = 65_536
const MOST_PIECE_BYTES = 4_194_304
/** So quickly taken, a piece may be twice as large. */
const QUICK_MS = 1_000
/** A server that forgets every upload that it is sent will not be sent another. */
const MOST_ATTEMPTS = 5
/** The server has all of it and is storing it. */
const LOOK_EVERY_MS = 1_000
type State = Answer['state']
/** Words of U8: what the upload is. */
const INDEXED: readonly State[] = ['announced']
const STORED: readonly State[] = ['stored', ...INDEXED]
/** Whatever still fails, the server sees to. */
const COMPLETE: readonly State[] = ['received', ...STORED]

interface Upload {
  url: string
  /** How much the server has; null: it has to be asked. */
  offsetBytes: number | null
}

export class OutgoingState {
  readonly #random: () => number
  #upload: Upload | undefined
  /** An upload of this message that holds other bytes: the server has it in the way of a new one. */
  #stale: string | undefined
  /** The end of it was sent: unless the server says that it lacks some, there may be a message, whether its answer came or not. */
  #isEnding: boolean
  /** The server has all of it, and sees to the rest. */
  #isReceived = false
  /** The server has forgotten the upload; the clip that it has become, if it has, it knows. */
  #isForgotten = false
  #clip: string | undefined
  #availableBytes = 0
  /** Of the whole message, once it is to be sent. */
  #lengthBytes: number | undefined
  /** What it has to be, at the server, to count as stored here. */
  #enough = STORED
  #asked: { step: Step; atMs: number; wasEnding: boolean } | undefined
  #pieceBytes = FIRST_PIECE_BYTES
  #attempts = 0
  #failures = 0
  #nextAtMs = Number.NEGATIVE_INFINITY
  #outcome: Outcome = { is: 'under-way' }

  /** `random` is from 0 (inclusive) to 1. `known`: what an earlier visit remembered. */
  constructor(random: () => number, known: Addresses = NOWHERE) {
    this.#random = random
    this.#upload = known.upload === null ? undefined : { url: known.upload, offsetBytes: null }
    this.#clip = known.clip ?? undefined
    this.#isEnding = known.isEnding
  }

  get addresses(): Addresses {
    return { upload: this.#upload?.url ?? null, clip: this.#clip ?? null, isEnding: this.#isEnding }
  }

  get outcome(): Outcome {
    return this.#outcome
  }

  /** It could not go on when it last tried: there is no line, or the server is busy. */
  get isWaiting(): boolean {
    return this.#failures > 0
  }

  /** While it is so, it can only end by the server's word. */
  get isEnding(): boolean {
    return this.#isEnding
  }

  /** 0…1 of what there is to send. */
  get progress(): number {
    if (this.#outcome.is === 'stored' || this.#isReceived) return 1
    const total = this.#lengthBytes ?? this.#availableBytes
    return total === 0 ? 0 : Math.min(1, (this.#upload?.offsetBytes ?? 0) / total)
  }

  /** So many bytes from the first will not change any more. */
  available(bytes: number): void {
    this.#availableBytes = bytes
  }

  /** It is to be sent, and this is all of it. `untilIndexed`: it is not done before the room's index has it. */
  finish(lengthBytes: number, nowMs: number, untilIndexed = false): void {
    this.#enough = untilIndexed ? INDEXED : STORED
    this.#availableBytes = lengthBytes
    this.#lengthBytes = lengthBytes
    if (this.#failures === 0) this.#nextAtMs = nowMs
  }

  /** The line may be back. */
  hurry(nowMs: number): void {
    this.#failures = 0
    this.#nextAtMs = nowMs
  }

  /** When to ask `next` again; undefined: when something has changed. */
  nextDeadlineMs(): number | undefined {
    if (this.#asked !== undefined || this.#outcome.is !== 'under-way' || this.#wanted() === undefined) return undefined
    return this.#nextAtMs
  }

  /** What to ask the server now; nothing more is due before it is `answered`. */
  next(nowMs: number): Step | undefined {
    if (this.#asked !== undefined || this.#outcome.is !== 'under-way' || nowMs < this.#nextAtMs) return undefined
    const step = this.#wanted()
    if (step !== undefined) this.#asked = { step, atMs: nowMs, wasEnding: this.#isEnding }
    this.#isEnding ||= step?.do === 'append' && step.lengthBytes !== null
    return step
  }

  answered(answer: Answer, nowMs: number): void {
    const asked = this.#asked
    if (asked === undefined) return
    this.#asked = undefined
    this.#clip = answer.clip ?? this.#clip
    if (answer.state === 'refused') this.#refused(answer)
    else if (isDone(answer.status)) this.#succeeded(asked.step, answer, nowMs, nowMs - asked.atMs)
    else this.#failed(asked.step, answer, nowMs)
  }

  /** It was not asked: the device has no line, so that no end of it can have arrived. */
  unasked(nowMs: number): void {
    if (this.#asked === undefined) return
    this.#isEnding = this.#asked.wasEnding
    this.#asked = undefined
    this.#later(nowMs)
  }

  #wanted(): Step | undefined {
    if (this.#stale !== undefined) return { do: 'take-back', url: this.#stale }
    if (this.#isForgotten && this.#clip !== undefined) return { do: 'look-for-clip', clip: this.#clip }
    if (this.#upload === undefined) return this.#isWorthBeginning() ? { do: 'begin' } : undefined
    const { url, offsetBytes } = this.#upload
    if (this.#isReceived || offsetBytes === null) return { do: 'look', url }
    const to = Math.min(this.#availableBytes, offsetBytes + this.#pieceBytes)
    const lengthBytes = to === this.#lengthBytes ? to : null
    return to > offsetBytes || lengthBytes !== null
      ? { do: 'append', url, from: offsetBytes, to, lengthBytes }
      : undefined
  }

  #isWorthBeginning(): boolean {
    return this.#lengthBytes !== undefined || this.#availableBytes >= LEAST_TO_BEGIN_BYTES
  }

  #succeeded(step: Step, answer: Answer, nowMs: number, tookMs: number): void {
    this.#failures = 0
    this.#nextAtMs = nowMs
    switch (step.do) {
      case 'begin':
        this.#begun(answer, nowMs)
        break
      case 'look':
      case 'append':
        this.#stands(step, answer, nowMs, tookMs)
        break
      case 'take-back':
        this.#beginAnew()
        break
      case 'look-for-clip':
        this.#stored()
        break
      default:
        step satisfies never
    }
  }

  /** The same message is the same upload: one that has bytes, of which nothing is known here, goes. */
  #begun({ location, offsetBytes = 0, state }: Answer, nowMs: number): void {
    if (location === undefined) this.#later(nowMs)
    else if (COMPLETE.includes(state)) this.#follow(location, state, nowMs)
    else if (offsetBytes > 0) this.#discard(location)
    else this.#upload = { url: location, offsetBytes }
  }

  /** How far the upload is. One with more than there is here, or of another length, is not of this message as it is now. */
  #stands(step: StandingStep, answer: Answer, nowMs: number, tookMs: number): void {
    const { offsetBytes, lengthBytes, state } = answer
    this.#isEnding = false
    this.#upload = { url: step.url, offsetBytes: offsetBytes ?? null }
    if (COMPLETE.includes(state)) this.#follow(step.url, state, nowMs)
    else if (offsetBytes === undefined) this.#later(nowMs)
    else if (offsetBytes > this.#availableBytes || this.#isOtherLength(lengthBytes)) this.#discard(step.url)
    else if (step.do === 'append') this.#pace(step, offsetBytes, nowMs, tookMs)
  }

  #isOtherLength(told: number | undefined): boolean {
    return told !== undefined && this.#lengthBytes !== undefined && told !== this.#lengthBytes
  }

  #pace({ from, to }: AppendStep, offsetBytes: number, nowMs: number, tookMs: number): void {
    if (tookMs < QUICK_MS) this.#pieceBytes = Math.min(MOST_PIECE_BYTES, 2 * this.#pieceBytes)
    if (this.#lengthBytes === undefined) this.#nextAtMs = nowMs + APPEND_EVERY_MS
    if (offsetBytes <= from && to > from) this.#later(nowMs) // a server that takes nothing is not asked in a circle
  }

  #follow(url: string, state: string | undefined, nowMs: number): void {
    this.#upload = { url, offsetBytes: null }
    this.#isEnding = true
    this.#isReceived = true
    if (this.#enough.includes(state)) this.#stored()
    else this.#nextAtMs = nowMs + LOOK_EVERY_MS
  }

  #stored(): void {
    this.#outcome = { is: 'stored', clip: this.#clip ?? null }
  }

  #refused({ status, code }: Answer): void {
    this.#isEnding = false
    this.#outcome = { is: 'refused', status, code }
  }

  #failed(step: Step, answer: Answer, nowMs: number): void {
    const { status, code } = answer
    if (step.do === 'append') this.#pieceBytes = FIRST_PIECE_BYTES
    if (isPassing(status) || status === 409) this.#unsure(step)
    else if (isGone(status) || step.do === 'take-back') this.#gone(step, code)
    else if (status === 400 && step.do === 'append')
      this.#discard(step.url) // another length was said of it
    else this.#refused(answer)
    if (this.#outcome.is === 'under-way') this.#later(nowMs, answer.retryAfterMs)
  }

  /** Nobody knows what the server has taken of it. */
  #unsure(step: Step): void {
    if (step.do === 'append') this.#upload = { url: step.url, offsetBytes: null }
  }

  /** The server has forgotten the upload, or it is over. What it made of it, it still knows. */
  #gone(step: Step, code: string | undefined): void {
    if (step.do === 'look-for-clip' && code === 'clip-deleted') this.#stored()
    else if (step.do !== 'look-for-clip' && this.#isEnding && this.#clip !== undefined) this.#isForgotten = true
    else this.#beginAnew(code)
  }

  #discard(url: string): void {
    this.#stale = url
    this.#isEnding = false
  }

  /** From the file, which is still there. */
  #beginAnew(code?: string): void {
    this.#attempts += 1
    this.#upload = undefined
    this.#stale = undefined
    this.#isEnding = false
    this.#isReceived = false
    this.#isForgotten = false
    this.#clip = undefined
    if (this.#attempts === MOST_ATTEMPTS) this.#refused({ status: GONE, code })
  }

  #later(nowMs: number, leastMs = 0): void {
    this.#nextAtMs = nowMs + leastMs + retryDelayMs(this.#failures, this.#random())
    this.#failures += 1
  }
}

const isDone = (status: number): boolean => status >= 200 && status < 300
/** RFC 9110 §15.5.9, RFC 6585 §4, and whatever the server or the line suffers from. A token that is refused may be renewed. */
const isPassing = (status: number): boolean =>
  status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500
const GONE = 410
const isGone = (status: number): boolean => status === 404 || status === GONE
