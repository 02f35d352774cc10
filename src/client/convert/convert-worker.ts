/**
 * The worker that converts one file: it reads, decodes, encodes and writes bit by bit, and holds little more than the clip that
 * comes of it. The page ends it when it has spoken its last word, or is not wanted any more.
 *
 * Next: src/client/convert/conversion.ts
 */

import { SAMPLE_RATE_HZ } from '../../audio/pcm.ts'
import { asEarshotError } from '../errors.ts'
import { convert } from './conversion.ts'
import type { ConvertEvent, ConvertStart, PageSoundPiece, Undecoded } from './converted-clip.ts'
import type { DecodedSound } from './decoded-sound.ts'
import { mixedDown } from './surround.ts'

/** Of a bar that is looked at: a percent. */
const LEAST_STEP = 0.01
/** A file may hold more than it says, and the clip is still to be put together. */
const MOST_BEFORE_END = 0.99

let told = 0

const tell = (event: ConvertEvent): void => postMessage(event)

function tellProgress(share: number): void {
  const upTo = Math.min(MOST_BEFORE_END, share)
  if (upTo < told + LEAST_STEP) return
  told = upTo
  tell({ type: 'progress', share: told })
}

/** What the page has decoded, second by second. */
async function* pageSound(undecoded: Undecoded): DecodedSound {
  tell({ type: 'undecoded', ...undecoded })
  for (;;) {
    const piece = await new Promise<PageSoundPiece>((resolve) => {
      addEventListener('message', ({ data }: MessageEvent<PageSoundPiece>) => resolve(data), { once: true })
    })
    if (piece === null) return 0
    yield { sound: mixedDown(piece.sound), rateHz: SAMPLE_RATE_HZ, share: piece.share }
    tell({ type: 'more' })
  }
}

async function run({ file, bitrate }: ConvertStart): Promise<void> {
  try {
    const clip = await convert(file, { bitrate, onProgress: tellProgress, pageSound })
    tell({ type: 'progress', share: 1 })
    tell({ type: 'done', clip })
  } catch (error) {
    const { code, message, cause, excess } = asEarshotError(error, 'file-unreadable')
    tell({ type: 'failed', code, message, cause: cause === undefined ? undefined : String(cause), excess })
  }
}

addEventListener('message', ({ data }: MessageEvent<ConvertStart>) => run(data), { once: true })
