/**
 * Sound decoded by the page, for browsers whose workers have no decoder for it: Firefox on Android and Safari before 26 have no
 * WebCodecs, and some Chromium no AAC there. `decodeAudioData` holds all of a file's samples, so this is for files of bounded
 * length alone.
 */

import { SAMPLE_RATE_HZ } from '../../audio/pcm.ts'
import { EarshotError } from '../errors.ts'
import type { PageSoundPiece, Undecoded } from './converted-clip.ts'

/** Twelve minutes of stereo, or 23 of mono: what a phone has to spare. */
const MAX_DECODED_BYTES = 268_435_456
/** Of a file that does not say how long it is: at 32 kb/s some 17 minutes. */
const MAX_UNTOLD_BYTES = 4_194_304
const BYTES_PER_SAMPLE = 4
const PIECE_SAMPLES = SAMPLE_RATE_HZ

export class PageSound {
  readonly #buffer: AudioBuffer
  #at = 0

  private constructor(buffer: AudioBuffer) {
    this.#buffer = buffer
  }

  /** @throws {EarshotError} `file-unreadable`, with a sentence that says of what kind the file is and what to do */
  static async decode(file: Blob, undecoded: Undecoded): Promise<PageSound> {
    if (isTooLong(file, undecoded)) throw unreadable(undecoded, ' as long as this one')
    try {
      // What it renders is never asked for: it decodes, and brings all to 48 kHz.
      const context = new OfflineAudioContext(1, 1, SAMPLE_RATE_HZ)
      return new PageSound(await context.decodeAudioData(await file.arrayBuffer()))
    } catch (cause) {
      throw unreadable(undecoded, '', cause)
    }
  }

  next(): PageSoundPiece {
    const { length, numberOfChannels } = this.#buffer
    const from = this.#at
    if (from >= length) return null
    this.#at = Math.min(length, from + PIECE_SAMPLES)
    const sound = Array.from({ length: numberOfChannels }, (_, channel) =>
      this.#buffer.getChannelData(channel).slice(from, this.#at),
    )
    return { sound, share: this.#at / length }
  }
}

function isTooLong(file: Blob, { durationMs, channels }: Undecoded): boolean {
  if (durationMs === null) return file.size > MAX_UNTOLD_BYTES
  return (durationMs / 1000) * SAMPLE_RATE_HZ * channels * BYTES_PER_SAMPLE > MAX_DECODED_BYTES
}

function unreadable({ format }: Undecoded, length: string, cause?: unknown): EarshotError {
  if (format === null) return new EarshotError('file-unreadable', { cause })
  const advice = 'Save the sound as MP3 or WAV first, or try a browser on a computer.'
  return new EarshotError('file-unreadable', {
    message: `This browser cannot read ${format} sound${length}. ${advice}`,
    cause,
  })
}
