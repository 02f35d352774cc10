/** Honest files to break: as this project and mediabunny write them, in each of Opus's modes, of one page and of many. */

import { Application, createEncoder } from 'libopus-wasm'
import { OggOutputFormat } from 'mediabunny'
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { writeOgg } from '../../src/clips/clip-file.ts'
import { mux, type TimedPacket } from '../../src/clips/mux.ts'
import { LOOK_AHEAD_GRANULES, writeOpusHead } from '../../src/clips/opus-head.ts'
import { emptyOpusPacket } from '../../src/clips/opus-packet.ts'
import { readWav } from '../../test/support/wav.ts'

const SPEECH = new URL('../../test/support/speech.wav', import.meta.url)
const TAGS = { speaker: 'Ada', room: 'r-1', startedAtMs: Date.UTC(2026, 10, 1), source: 'session-1' }
/** Longer than a page, so that it goes on on the next one. */
const LONG_COMMENT = 'a picture '.repeat(9_000)

/** SILK, hybrid and CELT: the bitrate picks the mode. */
const KINDS = [
  { seconds: 0.3, channels: 1, bitrate: 12_000, frames: 1 },
  { seconds: 2.5, channels: 1, bitrate: 16_000, frames: 3 },
  { seconds: 3, channels: 1, bitrate: 32_000, frames: 1 },
  { seconds: 1.2, channels: 2, bitrate: 128_000, frames: 2 },
] as const

export async function seedClips(): Promise<Uint8Array[]> {
  const clips: Uint8Array[] = []
  for (const { seconds, channels, bitrate, frames } of KINDS) {
    const packets = await encoded(seconds, channels, bitrate, frames)
    const head = { channels, preSkip: LOOK_AHEAD_GRANULES }
    clips.push((await writeOgg(packets, head, TAGS)).bytes)
    const description = { ...head, head: writeOpusHead(head) }
    clips.push(await mux(new OggOutputFormat(), packets, description, { comment: LONG_COMMENT }))
  }
  return [...clips, (await writeOgg(withGaps(await encoded(1, 1, 32_000, 1)), HEAD, TAGS)).bytes]
}

const HEAD = { channels: 1, preSkip: LOOK_AHEAD_GRANULES }

async function encoded(seconds: number, channels: 1 | 2, bitrate: number, frames: number): Promise<TimedPacket[]> {
  const frameSize = FRAME_SAMPLES * frames
  const encoder = await createEncoder({
    ...{ sampleRate: SAMPLE_RATE_HZ, channels, bitrate, frameSize },
    application: Application.Audio,
  })
  const durationMs = (1000 * frameSize) / SAMPLE_RATE_HZ
  const speech = readWav(SPEECH).samples
  const packets = Array.from({ length: Math.round((1000 * seconds) / durationMs) }, (_, at) => {
    const mono = speech.subarray(at * frameSize, (at + 1) * frameSize)
    const pcm = channels === 1 ? mono : Float32Array.from({ length: 2 * frameSize }, (_, i) => mono[i >> 1] as number)
    return { atMs: at * durationMs, durationMs, payload: encoder.encodeFloat(pcm).slice() }
  })
  encoder.free()
  return packets
}

/** Every fourth packet holds nothing, as where somebody's line was lost. */
const withGaps = (packets: readonly TimedPacket[]): TimedPacket[] =>
  packets.map((packet, at) =>
    at % 4 === 3 ? { ...packet, payload: emptyOpusPacket(packet.durationMs, packet.payload) } : packet,
  )
