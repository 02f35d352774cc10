/**
 * A file of sound becomes one that can be sent: Ogg Opus. The page only starts the worker that does it, and lends it the page's
 * decoder where a worker has none; so nothing of this is loaded before the first file is chosen.
 *
 * Next: src/client/convert/convert-worker.ts
 */

import { EarshotError } from '../errors.ts'
import type { ConvertEvent, ConvertedClip, ConvertStart, PageSoundPiece, Undecoded } from './converted-clip.ts'
import { PageSound } from './page-sound.ts'

export interface ConvertOptions {
  /** 0 … 1, never falling. */
  onProgress?: (share: number) => void
  /** Gives it up, at once. */
  signal?: AbortSignal
  /** Bits a second of one channel; stereo takes twice as many. 32,000 when absent. */
  bitrate?: number
}

/** At 32 kb/s speech has lost nothing that is missed (docs/voice.md). */
const BITRATE = 32_000

/**
 * WAV, MP3, M4A, AAC, FLAC, WebM, Ogg, and the sound of a video. Sound that is Opus already is not encoded again, and a whole
 * Ogg Opus file is returned as it is. Stereo stays stereo only where its channels differ.
 * @throws {EarshotError} `file-empty`, `file-not-audio`, `film-no-sound`, `file-no-sound`, `file-unreadable`, `file-too-large`, `file-too-long`, `aborted`, `unreachable` (the
 * converter could not be loaded)
 */
export async function convertToClip(file: Blob, options: ConvertOptions = {}): Promise<ConvertedClip> {
  const { signal, onProgress = () => {}, bitrate = BITRATE } = options
  if (signal?.aborted) throw new EarshotError('aborted')
  const worker = new Worker(new URL('./convert-worker.ts', import.meta.url), { type: 'module' })
  const over = new AbortController()
  try {
    return await new Promise<ConvertedClip>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new EarshotError('aborted')), { signal: over.signal })
      const conversion = new Conversion(file, worker, { resolve, reject, onProgress })
      conversion.begin(bitrate)
    })
  } finally {
    over.abort()
    worker.terminate()
  }
}

interface Outcome {
  resolve: (clip: ConvertedClip) => void
  reject: (error: EarshotError) => void
  onProgress: (share: number) => void
}

/** The page's side of one conversion. */
class Conversion {
  readonly #file: Blob
  readonly #worker: Worker
  readonly #outcome: Outcome
  #sound: PageSound | undefined

  constructor(file: Blob, worker: Worker, outcome: Outcome) {
    this.#file = file
    this.#worker = worker
    this.#outcome = outcome
    worker.onmessage = ({ data }: MessageEvent<ConvertEvent>) => this.#hear(data)
    worker.onerror = ({ message }) => outcome.reject(new EarshotError('unreachable', { cause: message }))
  }

  begin(bitrate: number): void {
    this.#worker.postMessage({ file: this.#file, bitrate } satisfies ConvertStart)
  }

  #hear(event: ConvertEvent): void {
    switch (event.type) {
      case 'progress':
        this.#outcome.onProgress(event.share)
        break
      case 'done':
        this.#outcome.resolve(event.clip)
        break
      case 'failed':
        this.#outcome.reject(errorOf(event))
        break
      case 'undecoded':
        this.#decode(event).catch(this.#outcome.reject)
        break
      case 'more':
        this.#sendMore()
        break
      default:
        event satisfies never
    }
  }

  async #decode(undecoded: Undecoded): Promise<void> {
    this.#sound = await PageSound.decode(this.#file, undecoded)
    this.#sendMore()
  }

  #sendMore(): void {
    const piece: PageSoundPiece = this.#sound?.next() ?? null
    this.#worker.postMessage(piece, piece?.sound.map(({ buffer }) => buffer) ?? [])
  }
}

const errorOf = ({ code, message, cause, excess }: Extract<ConvertEvent, { type: 'failed' }>): EarshotError =>
  new EarshotError(code, { ...(message === undefined ? {} : { message }), cause, excess })
