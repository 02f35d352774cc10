/**
 * A voice message on its way to the server (docs/protocol.md, section 9): what to ask next, and when. Its bytes go into an
 * upload of no known length while it is said; the last of them say that they are the last, and what is known of the message
 * only then. Whatever is lost or answered twice, what the server has is asked for first. Pure.
 *
 * Next: src/client/messages/tus-line.ts
 */

import { COMPLETE, GONE, INDEXED, isDone, isGone, isPassing, isUnanswered, STORED } from './upload-answers.ts'
import { type Here, isMore, isOther, isOutgrown } from './upload-likeness.ts'
import { UploadPatience } from './upload-patience.ts'
import { UploadPieces } from './upload-pieces.ts'
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
/** The server has all of it and is storing it. */
const LOOK_EVERY_MS = 1_000
interface Upload {
  url: string
  /** How much the server has; null: it has to be asked. */
  offsetBytes: number | null
}

export interface OutgoingFacts {
  /** A crash may have left less of it here than the server has: what is missing here ends there. */
  mayBeLess: boolean
}

export class OutgoingState {
  readonly #patience: UploadPatience
  readonly #pieces = new UploadPieces()
  readonly #mayBeLess: boolean
  #upload: Upload | undefined
  /** The server was asked for one: whether its answer came or not, there may be one of this message. */
  #isBegun: boolean
  /** An upload of this message that holds other bytes: the server has it in the way of a new one. */
  #stale: string | undefined
  /** The end of it was sent: unless the server says that it lacks some, there may be a message, whether its answer came or not. */
  #isEnding: boolean
  /** The server has all of it, and sees to the rest. */
  #isReceived = false
  /** As `Addresses` has it, until the server has said how much it has. */
  #sameBytes: number | undefined
  /** The server has forgotten the upload; the clip that it has become, if it has, it knows. */
  #isForgotten = false
  #clip: string | undefined
  #availableBytes = 0
  /** Of the whole message, once it is to be sent. */
  #lengthBytes: number | undefined
  /** What it has to be, at the server, to count as stored here. */
  #enough = STORED
  #asked: { step: Step; atMs: number; wasBegun: boolean; wasEnding: boolean } | undefined
  /** One upload of this message was of no use: another length had been said of it, or what it had was none. */
  #hadOther = false
  #outcome: Outcome = { is: 'under-way' }

  /** `random` is from 0 (inclusive) to 1. `known`: what an earlier visit remembered. */
  constructor(random: () => number, known: Addresses = NOWHERE, { mayBeLess }: OutgoingFacts = { mayBeLess: false }) {
    this.#patience = new UploadPatience(random)
    this.#mayBeLess = mayBeLess
    this.#isBegun = known.isBegun
    this.#upload = known.upload === null ? undefined : { url: known.upload, offsetBytes: null }
    this.#clip = known.clip ?? undefined
    this.#isEnding = known.isEnding
    this.#sameBytes = known.upload === null ? undefined : known.sameBytes
  }

  get addresses(): Addresses {
    const [upload, clip] = [this.#upload?.url ?? null, this.#clip ?? null]
    const same = this.#sameBytes === undefined ? {} : { sameBytes: this.#sameBytes }
    return { upload, clip, isBegun: this.#isBegun, isEnding: this.#isEnding, ...same }
  }

  get outcome(): Outcome {
    return this.#outcome
  }

  /** It could not go on when it last tried: there is no line, or the server is busy. */
  get isWaiting(): boolean {
    return this.#patience.isWaiting
  }

  /** While it is so, it can only end by the server's word. */
  get isEnding(): boolean {
    return this.#isEnding
  }

  /** The server has more of it than there is here: what is known here is not of all of it. */
  get hasLess(): boolean {
    return (this.#upload?.offsetBytes ?? 0) > this.#availableBytes
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
    if (!this.isWaiting) this.#patience.until(nowMs)
  }

  /** The line may be back. */
  hurry(nowMs: number): void {
    this.#patience.hurry(nowMs)
  }

  /** When to ask `next` again; undefined: when something has changed. */
  nextDeadlineMs(): number | undefined {
    if (this.#asked !== undefined || this.#outcome.is !== 'under-way' || this.#wanted() === undefined) return undefined
    return this.#patience.nextAtMs
  }

  /** What to ask the server now; nothing more is due before it is `answered`. */
  next(nowMs: number): Step | undefined {
    if (this.#asked !== undefined || this.#outcome.is !== 'under-way' || nowMs < this.#patience.nextAtMs)
      return undefined
    const step = this.#wanted()
    if (step !== undefined) this.#asked = { step, atMs: nowMs, wasBegun: this.#isBegun, wasEnding: this.#isEnding }
    this.#isBegun ||= step?.do === 'begin'
    this.#isEnding ||= step?.do === 'append' && step.lengthBytes !== null
    return step
  }

  answered(answer: Answer, nowMs: number): void {
    const asked = this.#asked
    if (asked === undefined) return
    this.#asked = undefined
    this.#clip = answer.clip ?? this.#clip
    if (answer.state === 'refused') this.#dismissed(answer)
    else if (isDone(answer.status)) this.#succeeded(asked.step, answer, nowMs, nowMs - asked.atMs)
    else this.#failed(asked.step, answer, nowMs, asked.wasBegun)
  }

  /** It was not asked: the device has no line, so that neither its beginning nor its end can have arrived. */
  unasked(nowMs: number): void {
    if (this.#asked === undefined) return
    this.#isBegun = this.#asked.wasBegun
    this.#isEnding = this.#asked.wasEnding
    this.#asked = undefined
    this.#patience.later(nowMs)
  }

  #wanted(): Step | undefined {
    if (this.#stale !== undefined) return { do: 'take-back', url: this.#stale }
    if (this.#isForgotten && this.#clip !== undefined) return { do: 'look-for-clip', clip: this.#clip }
    if (this.#upload === undefined) return this.#isWorthBeginning() ? { do: 'begin' } : undefined
    const { url, offsetBytes } = this.#upload
    if (this.#isReceived || offsetBytes === null) return { do: 'look', url }
    const to = Math.max(offsetBytes, Math.min(this.#availableBytes, offsetBytes + this.#pieces.bytes))
    const lengthBytes = this.#lengthBytes !== undefined && to >= this.#lengthBytes ? to : null
    return to > offsetBytes || lengthBytes !== null
      ? { do: 'append', url, from: offsetBytes, to, lengthBytes }
      : undefined
  }

  #isWorthBeginning(): boolean {
    return this.#lengthBytes !== undefined || this.#availableBytes >= LEAST_TO_BEGIN_BYTES
  }

  #succeeded(step: Step, answer: Answer, nowMs: number, tookMs: number): void {
    this.#patience.answered(nowMs)
    switch (step.do) {
      case 'begin':
        this.#begun(answer, nowMs)
        break
      case 'look':
      case 'append':
        this.#stands(step, answer, nowMs, tookMs)
        break
      case 'take-back':
        this.#beginAnew(nowMs)
        break
      case 'look-for-clip':
        this.#stored()
        break
      default:
        step satisfies never
    }
  }

  /** The same message is the same upload: one that has bytes, of which nothing is known here, goes, unless they are all that is left. */
  #begun(answer: Answer, nowMs: number): void {
    const { location, offsetBytes = 0, state } = answer
    if (location === undefined) this.#patience.later(nowMs)
    else if (COMPLETE.includes(state)) this.#follow(location, answer, nowMs)
    else if (offsetBytes > 0 && !isMore(this.#here, offsetBytes)) this.#discard(location)
    else this.#upload = { url: location, offsetBytes }
  }

  #stands(step: StandingStep, answer: Answer, nowMs: number, tookMs: number): void {
    this.#patience.reached(answer.offsetBytes ?? 0)
    if (COMPLETE.includes(answer.state)) this.#follow(step.url, answer, nowMs)
    else this.#lacks(step, answer, nowMs, tookMs)
  }

  /** How far the upload is. */
  #lacks(step: StandingStep, { offsetBytes, lengthBytes }: Answer, nowMs: number, tookMs: number): void {
    this.#isEnding = false
    this.#upload = { url: step.url, offsetBytes: offsetBytes ?? null }
    if (offsetBytes === undefined) this.#patience.later(nowMs)
    else if (isOther(this.#here, offsetBytes, lengthBytes)) this.#discard(step.url)
    else this.#agrees(step, offsetBytes, nowMs, tookMs)
  }

  get #here(): Here {
    const [availableBytes, lengthBytes, sameBytes] = [this.#availableBytes, this.#lengthBytes, this.#sameBytes]
    return { availableBytes, lengthBytes, sameBytes, mayBeLess: this.#mayBeLess, isEnding: this.#isEnding }
  }

  /** What the server has of it is as it is here. */
  #agrees(step: StandingStep, offsetBytes: number, nowMs: number, tookMs: number): void {
    this.#sameBytes = undefined
    if (step.do === 'append') this.#pace(step, offsetBytes, nowMs, tookMs)
  }

  #pace({ from, to }: AppendStep, offsetBytes: number, nowMs: number, tookMs: number): void {
    this.#pieces.took(tookMs)
    if (this.#lengthBytes === undefined) this.#patience.until(nowMs + APPEND_EVERY_MS)
    if (offsetBytes <= from && to > from) this.#patience.later(nowMs) // a server that takes nothing is not asked in a circle
  }

  /** The server has all of a message. */
  #follow(url: string, { offsetBytes, state }: Answer, nowMs: number): void {
    if (isOutgrown(this.#here, offsetBytes)) this.#outcome = { is: 'outgrown' }
    else this.#receives(url, state, nowMs)
  }

  #receives(url: string, state: string | undefined, nowMs: number): void {
    this.#upload = { url, offsetBytes: null }
    this.#isEnding = true
    this.#isReceived = true
    if (this.#enough.includes(state)) this.#stored()
    else this.#patience.until(nowMs + LOOK_EVERY_MS)
  }

  #stored(): void {
    this.#outcome = { is: 'stored', clip: this.#clip ?? null }
  }

  /** Nothing of that says whether it has the end that was sent before. */
  #refused({ status, code }: Answer): void {
    this.#outcome = { is: 'refused', status, code }
  }

  /** The upload is over. Bytes of an earlier visit may have ended within a page, whose rest is nowhere: what is here goes. */
  #dismissed(answer: Answer): void {
    const { url } = this.#upload ?? {}
    if (this.#mayBeLess && !this.#hadOther && url !== undefined) this.#discardOther(url)
    else this.#refusedBytes(answer)
  }

  #refusedBytes(answer: Answer): void {
    this.#isEnding = false
    this.#refused(answer)
  }

  #failed(step: Step, answer: Answer, nowMs: number, wasBegun: boolean): void {
    const { status, code } = answer
    if (step.do === 'append') this.#pieces.failed()
    if (step.do === 'begin') this.#notBegun(answer, wasBegun)
    else if (isPassing(status) || status === 409) this.#unsure(step)
    else if (isGone(status) || step.do === 'take-back') this.#gone(step, code, nowMs)
    else if (status === 400 && step.do === 'append' && !this.#hadOther) this.#discardOther(step.url)
    else if (step.do === 'append') this.#refusedBytes(answer)
    else this.#refused(answer)
    if (this.#outcome.is === 'under-way') this.#patience.later(nowMs, answer.retryAfterMs)
  }

  /** Where there is no such upload, an earlier one of this message is still being removed: that lasts as long as it lasts. */
  #notBegun(answer: Answer, wasBegun: boolean): void {
    const { status, code } = answer
    const isInTheWay = isGone(status) && (code === undefined || code === 'unknown-upload')
    if (!isUnanswered(status) && !isInTheWay) this.#isBegun = wasBegun
    if (!isPassing(status) && !isInTheWay && status !== 409) this.#refused(answer)
  }

  /** Nobody knows what the server has taken of it. */
  #unsure(step: Step): void {
    if (step.do === 'append') this.#upload = { url: step.url, offsetBytes: null }
  }

  /** The server has forgotten the upload, or it is over. What it made of it, it still knows. */
  #gone(step: Step, code: string | undefined, nowMs: number): void {
    if (step.do === 'look-for-clip' && code === 'clip-deleted') this.#stored()
    else if (step.do !== 'look-for-clip' && this.#isEnding && this.#clip !== undefined) this.#isForgotten = true
    else this.#beginAnew(nowMs, code)
  }

  #discard(url: string): void {
    this.#stale = url
    this.#isEnding = false
  }

  #discardOther(url: string): void {
    this.#hadOther = true
    this.#discard(url)
  }

  /** From the file, which is still there. */
  #beginAnew(nowMs: number, code?: string): void {
    this.#upload = undefined
    this.#stale = undefined
    this.#sameBytes = undefined
    this.#isBegun = false
    this.#isEnding = false
    this.#isReceived = false
    this.#isForgotten = false
    this.#clip = undefined
    if (!this.#patience.restarted(nowMs)) this.#refused({ status: GONE, code })
  }
}
