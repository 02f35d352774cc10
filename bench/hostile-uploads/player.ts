/** Whether a file plays: by libopus packet for packet, by ffmpeg as a whole. */

import { execFile } from 'node:child_process'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDecoder, type OpusDecoderHandle } from 'libopus-wasm'
import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { GRANULES_PER_MS } from '../../src/clips/opus-head.ts'
import { type Clip, readClip } from '../../src/clips/read-clip.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** RFC 6716 §3.4 [R5]: 120 ms. */
const MAX_FRAME_SIZE = 120 * GRANULES_PER_MS
/** 48 samples of 2 bytes. */
const BYTES_PER_MS = 96
const MOST_COMPLAINTS_BYTES = 16 * 1024 * 1024

/** What somebody hears of it, or why not. */
export type Played = { durationMs: number } | { fault: string }

export class LibopusPlayer {
  readonly #decoders: readonly OpusDecoderHandle[]

  private constructor(decoders: readonly OpusDecoderHandle[]) {
    this.#decoders = decoders
  }

  static async open(): Promise<LibopusPlayer> {
    const forChannels = (channels: 1 | 2) =>
      createDecoder({ sampleRate: SAMPLE_RATE_HZ, channels, maxFrameSize: MAX_FRAME_SIZE })
    return new LibopusPlayer(await Promise.all([forChannels(1), forChannels(2)]))
  }

  async play(file: Uint8Array): Promise<Played> {
    try {
      const clip = await readClip(file)
      const decodedMs = this.#decodedSamples(clip) / GRANULES_PER_MS
      return decodedMs < clip.durationMs ? { durationMs: decodedMs } : { durationMs: clip.durationMs }
    } catch (error) {
      return { fault: String(error) }
    }
  }

  close(): void {
    for (const decoder of this.#decoders) decoder.free()
  }

  #decodedSamples({ channels, packets }: Clip): number {
    const decoder = this.#decoders[channels - 1] as OpusDecoderHandle
    return packets.reduce((sum, { payload }) => sum + decoder.decodeFloat(payload).length / channels, 0)
  }
}

/** Many files in one process; each is decoded whole, and ffmpeg may complain of none. */
export async function playedByFfmpeg(files: readonly Uint8Array[]): Promise<Played[]> {
  const folder = temporaryFolder('earshot-played')
  const paths = files.map((file, index) => {
    const path = join(folder, `${index}.opus`)
    writeFileSync(path, file)
    return path
  })
  // Samples are counted, and their times are the muxer's own: some writers' pages tell a packet twice.
  const pcm = ['-af', 'asetpts=N/SR/TB', '-ar', '48000', '-ac', '1', '-f', 's16le']
  const inputs = paths.flatMap((path) => ['-c:a', 'libopus', '-i', path])
  const outputs = paths.flatMap((path, index) => ['-map', `${index}:a`, ...pcm, `${path}.pcm`])
  const complaints = await ffmpeg(['-y', '-v', 'error', ...inputs, ...outputs])
  const played = paths.map((path): Played => {
    return complaints === '' ? { durationMs: statSync(`${path}.pcm`).size / BYTES_PER_MS } : { fault: complaints }
  })
  for (const path of paths) rmSync(`${path}.pcm`, { force: true })
  // Which of them it was, only each alone tells.
  if (complaints === '' || files.length === 1) return played
  return (await Promise.all(files.map((file) => playedByFfmpeg([file])))).flat()
}

function ffmpeg(args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('ffmpeg', ['-nostdin', ...args], { maxBuffer: MOST_COMPLAINTS_BYTES }, (error, _, stderr) =>
      resolve(stderr.trim() || (error === null ? '' : String(error))),
    )
  })
}
