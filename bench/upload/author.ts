/**
 * Somebody who makes a voice message, without a browser: the SDK's own recording file and upload, packets of random bytes as
 * large as those of speech, in step with the clock. Trials and soaks share it.
 */

import { FRAME_MS, FRAME_SAMPLES } from '../../src/audio/pcm.ts'
import { MemoryFile } from '../../src/client/messages/byte-file.ts'
import { OutgoingState } from '../../src/client/messages/outgoing-state.ts'
import { RecordingFile } from '../../src/client/messages/recording-file.ts'
import { nowMs, UploadRunner } from '../../src/client/messages/upload-runner.ts'
import { randomId } from '../../test/support/random-id.ts'
import { until } from '../../test/support/until.ts'
import { momentAt } from '../trials/moment.ts'

/** 32 kb/s. */
const PACKET_BYTES = 80
/** CELT, full band, one frame of 20 ms (RFC 6716 §3.1). */
const TOC = 31 << 3
/** As src/client/messages/kept-message.ts looks for what has settled. */
const LOOK_EVERY_MS = 1_000
/** Where the server is away every few seconds, some wait for its return in vain many times, half a minute longer in the end. */
const STORED_WITHIN_MS = 600_000

export interface AuthorOptions {
  origin: string
  token(): Promise<string>
  /** When a request is tried again; from 0 (inclusive) to 1. */
  random?: () => number
  /** How many times faster than the clock they speak. */
  pace?: number
}

export class Author {
  readonly #file = RecordingFile.begin(new MemoryFile(), new MemoryFile(), { serial: 1, comments: {} }, true)
  readonly #runner: UploadRunner
  readonly #pace: number
  #bytesAtSend = 0

  constructor({ origin, token, random = Math.random, pace = 1 }: AuthorOptions) {
    this.#pace = pace
    const read = (from: number, to: number) => this.#file.read(from, to)
    const facts = () => ({ recorded: String(Date.now()), waveform: this.#file.waveform.join(',') })
    this.#runner = new UploadRunner(
      new OutgoingState(random),
      { server: origin, message: randomId(), read, facts },
      { token, changed: () => {} },
    )
  }

  /** Speaks for so long; `ahead`: what has been said goes to the server meanwhile. */
  async speak(durationMs: number, ahead: boolean): Promise<void> {
    const startedAtMs = performance.now()
    for (let atMs = FRAME_MS; atMs <= durationMs; atMs += FRAME_MS) {
      if (ahead) await momentAt(startedAtMs + atMs / this.#pace)
      const payload = crypto.getRandomValues(new Uint8Array(PACKET_BYTES))
      payload[0] = TOC
      this.#file.add({ payload: payload.buffer, level: 25, heard: true })
      if (ahead && atMs % LOOK_EVERY_MS === 0) this.#upload()
    }
    this.#file.pause((durationMs / FRAME_MS) * FRAME_SAMPLES)
  }

  /** Answers when it was sent. */
  send(): number {
    const sentAtMs = performance.now()
    this.#file.seal()
    this.#bytesAtSend = Math.round((1 - this.#runner.state.progress) * this.#file.bytes)
    this.#runner.state.finish(this.#file.bytes, nowMs())
    this.#runner.look()
    return sentAtMs
  }

  /** How much of it was not at the server when it was sent. */
  get bytesAtSend(): number {
    return this.#bytesAtSend
  }

  get bytes(): number {
    return this.#file.bytes
  }

  /** What was recorded, as it is sent. */
  get recorded(): Uint8Array<ArrayBuffer> {
    return this.#file.sealed()
  }

  get durationMs(): number {
    return this.#file.durationMs
  }

  /** The server has it. Answers which clip it has become. */
  async stored(): Promise<string> {
    const { state } = this.#runner
    await until(() => state.outcome.is !== 'under-way', 'the message to be stored', STORED_WITHIN_MS)
    if (state.outcome.is !== 'stored' || state.outcome.clip === null) throw new Error(JSON.stringify(state.outcome))
    await this.#runner.forget()
    return state.outcome.clip
  }

  #upload(): void {
    this.#runner.state.available(this.#file.settledBytes)
    this.#runner.look()
  }
}
