/**
 * A voice message on its way to the server (docs/protocol.md, section 9): what to ask next, and when. Its bytes go into a
 * partial upload while it is said; once it is to be sent, a final one makes the message of it, with all that is known of it
 * then (tus 1.0.0, "Concatenation"). Whatever is lost or answered twice, what the server has is asked for first. Pure.
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
  type PartStep,
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

interface Part {
  url: string
  /** How much the server has; null: it has to be asked. */
  offsetBytes: number | null
  /** The server knows that this is all. */
  isComplete: boolean
}

export class OutgoingState {
  readonly #random: () => number
  #part: Part | undefined
  #final: string | undefined
  #isFinalLost = false
  /** A join was asked: unless the server says no, there may be a message, whether its answer came or not. */
  #isJoining: boolean
  #clip: string | undefined
  #availableBytes = 0
  /** Of the whole message, once it is to be sent. */
  #lengthBytes: number | undefined
  #asked: { step: Step; atMs: number } | undefined
  #pieceBytes = FIRST_PIECE_BYTES
  #attempts = 0
  #failures = 0
  #nextAtMs = Number.NEGATIVE_INFINITY
  #outcome: Outcome = { is: 'under-way' }

  /** `random` is from 0 (inclusive) to 1. `known`: what an earlier visit remembered. */
  constructor(random: () => number, known: Addresses = NOWHERE) {
    this.#random = random
    this.#part = known.part === null ? undefined : { url: known.part, offsetBytes: null, isComplete: false }
    this.#final = known.final ?? undefined
    this.#clip = known.clip ?? undefined
    this.#isJoining = known.isJoining || known.final !== null
  }

  get addresses(): Addresses {
    const [part, final, clip] = [this.#part?.url ?? null, this.#final ?? null, this.#clip ?? null]
    return { part, final, clip, isJoining: this.#isJoining }
  }

  get outcome(): Outcome {
    return this.#outcome
  }

  /** It could not go on when it last tried: there is no line, or the server is busy. */
  get isWaiting(): boolean {
    return this.#failures > 0
  }

  /** From here on it can only end by the server's word. */
  get isJoining(): boolean {
    return this.#isJoining
  }

  /** 0…1 of what there is to send. */
  get progress(): number {
    if (this.#outcome.is === 'stored') return 1
    const total = this.#lengthBytes ?? this.#availableBytes
    if (this.#isJoining) return 1
    return total === 0 ? 0 : Math.min(1, (this.#part?.offsetBytes ?? 0) / total)
  }

  /** So many bytes from the first will not change any more. */
  available(bytes: number): void {
    this.#availableBytes = bytes
  }

  /** It is to be sent, and this is all of it. */
  finish(lengthBytes: number, nowMs: number): void {
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
    if (step !== undefined) this.#asked = { step, atMs: nowMs }
    this.#isJoining ||= step?.do === 'join'
    return step
  }

  answered(answer: Answer, nowMs: number): void {
    const asked = this.#asked
    if (asked === undefined) return
    this.#asked = undefined
    if (asked.step.do === 'join' || asked.step.do === 'look-at-message') this.#clip = answer.clip ?? this.#clip
    if (answer.state === 'refused') this.#refused(answer)
    else if (isDone(answer.status)) this.#succeeded(asked.step, answer, nowMs, nowMs - asked.atMs)
    else this.#failed(asked.step, answer, nowMs)
  }

  #wanted(): Step | undefined {
    if (this.#final !== undefined) return this.#afterJoin(this.#final)
    const part = this.#part
    if (part === undefined) return this.#isWorthBeginning() ? { do: 'begin' } : undefined
    const { url, offsetBytes, isComplete } = part
    if (isComplete || this.#isJoining) return { do: 'join', part: url }
    if (offsetBytes === null) return { do: 'look-at-part', url }
    const to = Math.min(this.#availableBytes, offsetBytes + this.#pieceBytes)
    const lengthBytes = to === this.#lengthBytes ? to : null
    return to > offsetBytes || lengthBytes !== null
      ? { do: 'append', url, from: offsetBytes, to, lengthBytes }
      : undefined
  }

  #afterJoin(url: string): Step | undefined {
    if (!this.#isFinalLost) return { do: 'look-at-message', url }
    return this.#clip === undefined ? undefined : { do: 'look-for-clip', clip: this.#clip }
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
      case 'look-at-part':
      case 'append':
        this.#stands(step, answer, nowMs, tookMs)
        break
      case 'join':
        this.#final = answer.location
        if (this.#final === undefined) this.#later(nowMs)
        else this.#follow(answer, nowMs)
        break
      case 'look-at-message':
        this.#follow(answer, nowMs)
        break
      case 'look-for-clip':
        this.#stored()
        break
      default:
        step satisfies never
    }
  }

  #begun({ location, offsetBytes = 0 }: Answer, nowMs: number): void {
    if (location === undefined) this.#later(nowMs)
    else this.#part = { url: location, offsetBytes, isComplete: false }
  }

  /** How far the partial upload is. One with more than there is here, or of another length, is not of this message. */
  #stands(step: PartStep, { offsetBytes, lengthBytes }: Answer, nowMs: number, tookMs: number): void {
    const part = this.#part
    if (part === undefined) return
    const told = step.do === 'append' && step.lengthBytes !== null ? step.lengthBytes : lengthBytes
    part.offsetBytes = offsetBytes ?? null
    part.isComplete = told !== undefined && told === this.#lengthBytes && told === offsetBytes
    if (offsetBytes === undefined) this.#later(nowMs)
    else if (offsetBytes > this.#availableBytes || this.#isOtherLength(told)) this.#beginAnew()
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

  #follow({ state }: Answer, nowMs: number): void {
    if (state === 'stored' || state === 'announced') this.#stored()
    else this.#nextAtMs = nowMs + LOOK_EVERY_MS
  }

  #stored(): void {
    this.#outcome = { is: 'stored', clip: this.#clip ?? null }
  }

  #refused({ status, code }: Answer): void {
    this.#isJoining = false
    this.#outcome = { is: 'refused', status, code }
  }

  #failed(step: Step, answer: Answer, nowMs: number): void {
    const { status, code } = answer
    if (step.do === 'append') this.#pieceBytes = FIRST_PIECE_BYTES
    if (!isPassing(status) && step.do === 'join') this.#isJoining = false
    if (isPassing(status)) this.#unsure(step)
    else if (status === 409) this.#unsure({ do: 'append' })
    else if (isGone(status)) this.#gone(step, code)
    else this.#refused(answer)
    if (this.#outcome.is === 'under-way') this.#later(nowMs, answer.retryAfterMs)
  }

  /** Nobody knows what the server has taken of it. */
  #unsure(step: Pick<Step, 'do'>): void {
    if (step.do === 'append' && this.#part !== undefined) this.#part.offsetBytes = null
    if (this.#part !== undefined) this.#part.isComplete &&= step.do === 'join'
  }

  /** The server has forgotten the upload, or it is over. What it made of it, it still knows. */
  #gone(step: Step, code: string | undefined): void {
    if (step.do === 'look-for-clip' && code === 'clip-deleted') this.#stored()
    else if (step.do === 'look-at-message' && this.#clip !== undefined) this.#isFinalLost = true
    else this.#beginAnew(code)
  }

  /** From the file, which is still there. */
  #beginAnew(code?: string): void {
    this.#attempts += 1
    this.#part = undefined
    this.#final = undefined
    this.#isJoining = false
    this.#isFinalLost = false
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
