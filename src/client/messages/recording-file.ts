/**
 * A voice message on disk while it is said: Ogg pages in one file, a byte of level for each of its frames in another. Says
 * how much of it can be uploaded already: what no end that is cut off later can change.
 *
 * Next: src/client/messages/outgoing-state.ts
 */

import { FRAME_MS, FRAME_SAMPLES } from '../../audio/pcm.ts'
import { framesKept } from '../../audio/recording-silence.ts'
import { readPage } from '../../clips/ogg-page.ts'
import { LOOK_AHEAD_GRANULES } from '../../clips/opus-head.ts'
import type { LineFrame } from '../recording-worklet.ts'
import { type ByteFile, contentOf } from './byte-file.ts'
import { levelByte, lineOfLevels } from './level-bytes.ts'
import {
  audioPage,
  audioPageNumber,
  type FoundRecording,
  findRecording,
  headerPages,
  type PagePlace,
  packetsOf,
} from './recorded-ogg.ts'
import { RecordingLevels } from './recording-levels.ts'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Of the last half second before a crash nothing is to be lost but what was still on its way here. A page costs 37 bytes, 4 %
 * of what it holds.
 */
const FRAMES_PER_PAGE = 200 / FRAME_MS

/** What tells the file from others, for whoever finds it. */
export interface RecordingTags {
  serial: number
  comments: Record<string, string>
  /** 1 unless said. */
  channels?: 1 | 2
}

export class RecordingFile {
  readonly channels: 1 | 2
  readonly #audio: ByteFile
  readonly #serial: number
  #pages: PagePlace[]
  /** Of the audio file. */
  #bytes: number
  #frames: number
  readonly #levels: RecordingLevels
  /** The page that is not full yet. */
  #open: { packets: Uint8Array[]; levels: number[] } = { packets: [], levels: [] }
  #samples: number
  /** Said before the microphone that is open now, which counts from itself. */
  #samplesBefore = 0
  #isSealed: boolean
  readonly #trim: boolean

  private constructor(audio: ByteFile, levels: ByteFile, found: FoundRecording, trim: boolean) {
    this.channels = found.channels
    this.#audio = audio
    this.#serial = found.serial
    this.#pages = found.pages
    this.#bytes = found.bytes
    this.#frames = found.frames
    this.#levels = new RecordingLevels(levels, found.frames)
    this.#samples = found.samples
    this.#isSealed = found.isSealed
    this.#trim = trim
  }

  /** A new one, in files that are empty. `trim`: the silence at its end is not sent. */
  static begin(
    audio: ByteFile,
    levels: ByteFile,
    { serial, comments, channels = 1 }: RecordingTags,
    trim: boolean,
  ): RecordingFile {
    const header = headerPages(serial, comments, channels)
    audio.write(header, { at: 0 })
    const found = { serial, channels, pages: [], bytes: header.length, frames: 0, isSealed: false, samples: 0 }
    return new RecordingFile(audio, levels, found, trim)
  }

  /** What a crash left: whatever follows the last whole page goes. undefined: it left no message. */
  static find(audio: ByteFile, levels: ByteFile, trim: boolean): RecordingFile | undefined {
    const found = findRecording(contentOf(audio))
    if (found === undefined) return undefined
    audio.truncate(found.bytes)
    return new RecordingFile(audio, levels, found, trim)
  }

  /** How long it plays. */
  get durationMs(): number {
    return Math.round((this.#samples / FRAME_SAMPLES) * FRAME_MS)
  }

  /** Something is heard in it. */
  get isHeard(): boolean {
    return this.#levels.lastHeard >= 0
  }

  get isEmpty(): boolean {
    return this.#frames + this.#open.packets.length === 0
  }

  get isSealed(): boolean {
    return this.#isSealed
  }

  /** Of what is written. */
  get bytes(): number {
    return this.#bytes
  }

  get waveform(): number[] {
    return lineOfLevels(this.levels).waveform
  }

  /** One byte for each frame that is written, a view of them. */
  get levels(): Bytes {
    return this.#levels.first(this.#frames)
  }

  /**
   * How many bytes from the first stay as they are, however the message goes on or is cut: all pages before the one that
   * would be the last if it ended now.
   */
  get settledBytes(): number {
    if (this.#isSealed) return this.#bytes
    const stay = this.#framesThatStay()
    return stay === 0 ? 0 : (this.#pageWith(stay - 1)?.at ?? 0)
  }

  /** A packet of the recording worklet. */
  add({ payload, level, heard }: LineFrame): void {
    this.#open.packets.push(new Uint8Array(payload))
    this.#open.levels.push(levelByte(level, heard))
    if (this.#open.packets.length === FRAMES_PER_PAGE) this.#writeOpenPage()
  }

  /** The microphone is let go of: so many samples were said since it came. */
  pause(samples: number): void {
    this.#writeOpenPage()
    this.#samples = Math.min(this.#samplesBefore + samples, playedSamples(this.#frames))
  }

  /**
   * What was found goes on, with a microphone of its own. A codec that begins anew puts out its look-ahead first, so that what
   * is said next stands a whole frame behind the last, as after a pause.
   */
  reopen(): void {
    this.stop()
    const last = this.#pages.length - 1
    if (this.#isSealed) this.#rewrite(last, this.#packetsOfPage(last), null)
    this.#isSealed = false
    this.#samplesBefore = this.#frames * FRAME_SAMPLES
    this.#samples = playedSamples(this.#frames)
    this.flush()
  }

  /** The message ends here, for now: the silence at its end goes. */
  stop(): void {
    this.#writeOpenPage()
    this.#cut(this.#framesThatStay())
    this.flush()
  }

  /** The message is as it will be sent. False: there is nothing in it. */
  seal(): boolean {
    if (this.#isSealed) return true
    this.stop()
    const last = this.#pages.length - 1
    if (last < 0) return false
    this.#rewrite(last, this.#packetsOfPage(last), this.#samples)
    this.#isSealed = true
    this.flush()
    return true
  }

  /** As it would be sent if it ended now, for listening; the file stays as it is. */
  sealed(): Bytes {
    const bytes = contentOf(this.#audio).subarray(0, this.#bytes)
    const last = this.#pages.at(-1)
    if (this.#isSealed || last === undefined) return bytes
    const whole = new Uint8Array(bytes)
    whole.set(this.#page(this.#pages.length - 1, this.#packetsOfPage(this.#pages.length - 1), this.#samples), last.at)
    return whole
  }

  read(from: number, to: number): Bytes {
    const bytes = new Uint8Array(to - from)
    return bytes.subarray(0, this.#audio.read(bytes, { at: from }))
  }

  /** A crash of the browser loses nothing that was written; one of the machine, what was not flushed. */
  flush(): void {
    this.#levels.flush()
    this.#audio.flush()
  }

  /** All that was said goes; that there was something stays, for whoever has to tell the server so. */
  wipe(): void {
    this.#open = { packets: [], levels: [] }
    this.#cut(0)
    this.flush()
  }

  close(): void {
    this.#levels.close()
    this.#audio.close()
  }

  #framesThatStay(): number {
    return this.#trim ? framesKept(this.#frames, this.#levels.lastHeard) : this.#frames
  }

  /** First the levels: frames without any would have to be taken for speech. */
  #writeOpenPage(): void {
    const { packets, levels } = this.#open
    if (packets.length === 0) return
    this.#open = { packets: [], levels: [] }
    this.#levels.write(Uint8Array.from(levels), this.#frames)
    const page = { at: this.#bytes, firstFrame: this.#frames }
    this.#pages.push(page)
    this.#frames += packets.length
    this.#samples = playedSamples(this.#frames)
    this.#put(page.at, this.#page(this.#pages.length - 1, packets, null))
  }

  /** What is behind the first `frames` frames goes. A crash in between leaves a page too many that ends nowhere: none. */
  #cut(frames: number): void {
    if (frames >= this.#frames) return
    this.#pages = this.#pages.filter(({ firstFrame }) => firstFrame < frames)
    const last = this.#pages.length - 1
    const page = this.#pages[last]
    this.#frames = frames
    this.#samples = playedSamples(frames)
    if (page === undefined) this.#bytes = this.#headerBytes()
    else this.#rewrite(last, this.#packetsOfPage(last).slice(0, frames - page.firstFrame), null)
    this.#audio.truncate(this.#bytes)
    this.#levels.truncate(frames)
  }

  #headerBytes(): number {
    const head = readPage(this.read(0, this.#bytes), 0)?.bytes.length ?? 0
    const comments = readPage(this.read(head, this.#bytes), 0)?.bytes.length ?? 0
    return head + comments
  }

  #rewrite(index: number, packets: readonly Uint8Array[], endsAtSample: number | null): void {
    this.#put(this.#pages[index]?.at ?? this.#bytes, this.#page(index, packets, endsAtSample))
  }

  #put(at: number, page: Bytes): void {
    this.#audio.write(page, { at })
    this.#bytes = at + page.length
  }

  #page(index: number, packets: readonly Uint8Array[], endsAtSample: number | null): Bytes {
    const firstFrame = this.#pages[index]?.firstFrame ?? 0
    return audioPage(this.#serial, { number: audioPageNumber(index), packets, firstFrame, endsAtSample })
  }

  #packetsOfPage(index: number): Uint8Array[] {
    const from = this.#pages[index]?.at ?? this.#bytes
    const page = readPage(this.read(from, this.#pages[index + 1]?.at ?? this.#audio.getSize()), 0)
    return page === undefined ? [] : packetsOf(page)
  }

  #pageWith(frame: number): PagePlace | undefined {
    return this.#pages.findLast(({ firstFrame }) => firstFrame <= frame)
  }
}

/** What a decoder gives out of so many frames. */
const playedSamples = (frames: number): number => Math.max(0, frames * FRAME_SAMPLES - LOOK_AHEAD_GRANULES)
