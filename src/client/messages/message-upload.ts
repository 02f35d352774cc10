/**
 * The upload of one message in the worker: one runner after the other, each from what is remembered, as the message is sent,
 * refused, taken back and tried again. What becomes of the message, src/client/messages/kept-message.ts decides.
 *
 * Next: src/client/messages/upload-runner.ts
 */

import type { MessageAudio } from './message-audio.ts'
import { factsOf, type MessageRecord } from './message-record.ts'
import { OutgoingState } from './outgoing-state.ts'
import { nowMs, type RunnerEdge, UploadRunner } from './upload-runner.ts'
import { type Addresses, NOWHERE } from './upload-steps.ts'

export interface UploadedMessage {
  audio: MessageAudio
  server: string
  token: RunnerEdge['token']
  /** As it is remembered now. */
  record(): MessageRecord
  /** The server has said something. */
  changed(): void
}

export class MessageUpload {
  readonly #message: UploadedMessage
  /** A recording of an earlier visit: a disk that was full may have less of it than the server. */
  readonly #mayBeLess: boolean
  #runner: UploadRunner
  #isHeldBack = false

  constructor(message: UploadedMessage) {
    this.#message = message
    const { phase, isFile } = message.record()
    this.#mayBeLess = phase !== 'recording' && !isFile
    this.#runner = this.#newRunner()
  }

  get state(): OutgoingState {
    return this.#runner.state
  }

  /** The server did not want it while it was being said: it is not asked again before it is sent. */
  get isHeldBack(): boolean {
    return this.#isHeldBack
  }

  /** From the beginning, unless its end may have arrived. */
  get addressesToAskAgain(): Addresses {
    return this.state.isEnding ? this.state.addresses : NOWHERE
  }

  /** What was not flushed is not sent: after a crash of the machine the server would have more than there is here. */
  offer(): void {
    if (this.#isHeldBack) return
    this.state.available(this.#message.audio.settledBytes)
    this.#runner.look()
  }

  /** All of it is to go. False: there is nothing in it. */
  finish(): boolean {
    const { audio, record } = this.#message
    this.#isHeldBack = false
    if (!audio.seal()) return false
    this.state.finish(audio.bytes, nowMs(), record().options.ack === 'indexed')
    this.#runner.look()
    return true
  }

  look(): void {
    this.#runner.look()
  }

  hurry(): void {
    this.#runner.hurry()
  }

  stop(): void {
    this.#runner.stop()
  }

  /** The runner before is stopped, or has been. */
  renew(): void {
    this.#runner.stop()
    this.#runner = this.#newRunner()
  }

  holdBack(): void {
    this.renew()
    this.#isHeldBack = true
  }

  /** As `UploadRunner` does. */
  forget(): Promise<boolean> {
    return this.#runner.forget()
  }

  #newRunner(): UploadRunner {
    const { audio, server, token, record, changed } = this.#message
    const { message, sentAs = message, addresses } = record()
    const read = (from: number, to: number) => audio.read(from, to)
    const state = new OutgoingState(Math.random, addresses, { mayBeLess: this.#mayBeLess })
    const facts = () => factsOf(record(), state.hasLess ? null : audio.waveform)
    return new UploadRunner(state, { server, message: sentAs, read, facts }, { token, changed })
  }
}
