/** What a conversion makes, and what its page and its worker say to each other on the way. */

import type { EarshotErrorCode, Excess } from '../errors.ts'

/** Sound that can be sent as a voice message. */
export interface ConvertedClip {
  /** An Ogg Opus file. */
  blob: Blob
  durationMs: number
  /** 30–120 integers, 0 … 256, measured from the samples. */
  waveform: number[]
}

/** Samples, one array for each channel, all of one length. */
export type Sound = Float32Array<ArrayBuffer>[]

/** The first that a worker hears. */
export interface ConvertStart {
  file: Blob
  /** Bits a second of one channel. */
  bitrate: number
}

/** What a file is too long, or of the wrong kind, for. */
export interface Undecoded {
  /** As people call it, `AAC`; null: the worker does not know. */
  format: string | null
  /** How long the file says that it is; null: it does not. */
  durationMs: number | null
  channels: number
}

export interface Failure {
  code: EarshotErrorCode
  /** The sentence, where there is a better one than the code's. */
  message?: string | undefined
  cause?: string | undefined
  excess?: Excess | undefined
}

export type ConvertEvent =
  | { type: 'progress'; share: number }
  | ({ type: 'failed' } & Failure)
  | { type: 'done'; clip: ConvertedClip }
  /** The worker has no decoder for this: the page may have one. */
  | ({ type: 'undecoded' } & Undecoded)
  /** The next piece of what the page decodes is wanted. */
  | { type: 'more' }

/** A piece of what the page has decoded, at 48 kHz; null: that was all. `share`: how much of all this is the end of. */
export type PageSoundPiece = { sound: Sound; share: number } | null
