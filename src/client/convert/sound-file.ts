/** A file that somebody has chosen, opened: which of its tracks is the sound, of what kind, and how much of it has been read. */

import {
  ADTS,
  BlobSource,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputFormat,
  type InputTrack,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
} from 'mediabunny'
import { EarshotError } from '../errors.ts'

/** In the order in which they are tried: MP3 and AAC without a container have next to no mark, and come last. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS]

const MATROSKAS: readonly InputFormat[] = [MATROSKA, WEBM]

export interface SoundFile {
  track: InputAudioTrack
  /** As mediabunny calls it; null: one that it does not know. */
  codec: string | null
  channels: number
  /** As the file says, which may be wrong; null: it does not. */
  durationS: number | null
  /** Whether the last packet's duration says where the sound ends: Matroska tells how far it is to the next packet, if anything. */
  hasExactEnd: boolean
  /** There is nothing else in the file. */
  isAlone: boolean
  isOgg: boolean
  /** How much of the file is behind what ends at `endS`. */
  shareAt: (endS: number) => number
}

/** undefined: it, or all that is in it, is of no kind that is known here, or damaged where that is told. Rejects with `film-no-sound`. */
export async function openSoundFile(file: Blob): Promise<SoundFile | undefined> {
  try {
    return await soundIn(file)
  } catch (error) {
    if (error instanceof EarshotError) throw error
    return undefined // mediabunny's: the page's decoder may know better, or says that it is damaged
  }
}

async function soundIn(file: Blob): Promise<SoundFile | undefined> {
  const source = new BlobSource(file)
  let readBytes = 0
  source.onread = (start, end) => {
    readBytes += end - start
  }
  const input = new Input({ formats: FORMATS, source })
  if (!(await input.canRead())) return undefined
  const track = await input.getPrimaryAudioTrack()
  if (track === null) return noSoundIn(await input.getTracks())
  const durationS = await track.getDurationFromMetadata()
  const [codec, channels] = await Promise.all([track.getCodec(), track.getNumberOfChannels()])
  // A recording that a browser made says nothing of its length.
  const shareAt = (endS: number) => (durationS ? endS / durationS : readBytes / file.size)
  const [format, tracks] = await Promise.all([input.getFormat(), input.getTracks()])
  const of = { isAlone: tracks.length === 1, isOgg: format === OGG, hasExactEnd: !MATROSKAS.includes(format) }
  return { track, codec, channels, durationS, shareAt, ...of }
}

/** Pictures without sound; where there is not even that, it may be sound that only the page knows. */
function noSoundIn(tracks: readonly InputTrack[]): undefined {
  if (tracks.length > 0) throw new EarshotError('film-no-sound')
}
