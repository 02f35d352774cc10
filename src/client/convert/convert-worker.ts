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

let told = 0

const tell = (event: ConvertEvent): void => postMessage(event)

function tellProgress(share: number): void {
  const isNews = share >= 1 ? told < 1 : share >= told + LEAST_STEP
  if (!isNews) return
  told = Math.min(1, share)
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
    tellProgress(1)
    tell({ type: 'done', clip })
  } catch (error) {
    const { code, message, cause } = asEarshotError(error, 'file-unreadable')
    tell({ type: 'failed', code, message, cause: cause === undefined ? undefined : String(cause) })
  }
}

addEventListener('message', ({ data }: MessageEvent<ConvertStart>) => run(data), { once: true })
