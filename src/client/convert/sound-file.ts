/** A file that somebody has chosen, opened: which of its tracks is the sound, of what kind, and how much of it has been read. */

import {
  ADTS,
  BlobSource,
  FLAC,
  Input,
  type InputAudioTrack,
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

export interface SoundFile {
  track: InputAudioTrack
  /** As mediabunny calls it; null: one that it does not know. */
  codec: string | null
  channels: number
  /** As the file says, which may be wrong; null: it does not. */
  durationS: number | null
  /** How much of the file is behind what ends at `endS`. */
  shareAt: (endS: number) => number
}

/** undefined: it is of no kind that is known here. Rejects with `file-no-sound`, and with mediabunny's errors. */
export async function openSoundFile(file: Blob): Promise<SoundFile | undefined> {
  const source = new BlobSource(file)
  const input = new Input({ formats: FORMATS, source })
  if (!(await input.canRead())) return undefined
  const track = await input.getPrimaryAudioTrack()
  if (track === null) throw new EarshotError('file-no-sound')
  let readBytes = 0
  source.onread = (start, end) => {
    readBytes += end - start
  }
  const durationS = await track.getDurationFromMetadata()
  const [codec, channels] = await Promise.all([track.getCodec(), track.getNumberOfChannels()])
  // A recording that a browser made says nothing of its length.
  const shareAt = (endS: number) => (durationS ? endS / durationS : readBytes / file.size)
  return { track, codec, channels, durationS, shareAt }
}
