/**
 * Clips as other people's players see them: a thousand of random length, gaps and packet times, none of which opusinfo warns of
 * and each of which is as long as Earshot says.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Application, createEncoder } from 'libopus-wasm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SAMPLE_RATE_HZ } from '../../src/audio/pcm.ts'
import { writeClip, writeOgg } from '../../src/clips/clip-file.ts'
import { remux } from '../../src/clips/containers.ts'
import { liveClip } from '../../src/clips/live-clip.ts'
import { opusDurationMs } from '../../src/clips/opus-packet.ts'
import { slicesOf, writeSlice } from '../../src/clips/slices.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { type DurationMs, type Packet, SLOT_MS } from '../../src/protocol/packet.ts'
import { DURATIONS_MS, spoken, TAGS, timelineFrom } from '../clips/spoken.ts'
import { decodedMs, findMediaTools, INSTALL_TIMEOUT_MS, opusinfo, playedMs, probe } from '../support/media-tools.ts'
import { seededRandom } from '../support/tone.ts'
import { readWav } from '../support/wav.ts'

const CLIPS = 1000
/** Every fourth clip is also decoded, by libopus and by ffmpeg's own decoder. */
const DECODED_EVERY = 4
/** What a player's clock may differ by: granule positions include the 6.5 ms of pre-skip, and ffmpeg tells hundredths. */
const TOLERANCE_MS = 20
/** Encoded speech of each packet time, from which the clips are made: in each of Opus's modes, for the bitrate picks the mode. */
const POOL_S = 2
const BITRATES = [10_000, 32_000, 96_000]

const folder = mkdtempSync(join(tmpdir(), 'earshot-clips-'))
const speech = readWav(new URL('../support/speech.wav', import.meta.url)).samples
const pool = new Map<DurationMs, Uint8Array[]>()
const random = seededRandom(7)
const below = (bound: number) => Math.floor(random() * bound)
const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T

beforeAll(async () => {
  findMediaTools()
  for (const durationMs of DURATIONS_MS) {
    pool.set(durationMs, (await Promise.all(BITRATES.map((bitrate) => encoded(durationMs, bitrate)))).flat())
  }
}, INSTALL_TIMEOUT_MS)

afterAll(() => rmSync(folder, { recursive: true }))

async function encoded(durationMs: DurationMs, bitrate: number): Promise<Uint8Array[]> {
  const frameSize = (durationMs * SAMPLE_RATE_HZ) / 1000
  const options = {
    sampleRate: SAMPLE_RATE_HZ,
    channels: 1,
    application: Application.Voip,
    bitrate,
    frameSize,
  } as const
  const encoder = await createEncoder(options)
  const frames = Array.from({ length: (POOL_S * 1000) / durationMs }, (_, index) =>
    encoder.encodeFloat(speech.subarray(index * frameSize, (index + 1) * frameSize)).slice(),
  )
  encoder.free()
  return frames
}

/** Spurts of one packet time each, with silence and losses between, up to ten seconds; some end after one packet. */
function talk(lengthMs = 10 ** (1 + 3 * random())): Packet[] {
  const packets: Packet[] = []
  let slot = below(10_000)
  const endSlot = slot + lengthMs / SLOT_MS
  while (slot < endSlot) {
    const durationMs = oneOf(DURATIONS_MS)
    for (let left = 1 + below(100); left > 0 && slot < endSlot; left -= 1) {
      if (random() < 0.95) packets.push(spoken(slot, { durationMs, payload: oneOf(pool.get(durationMs) ?? []) }))
      slot += durationMs / SLOT_MS
    }
    if (random() < 0.7) slot += below(200)
  }
  return packets.length === 0 ? talk(lengthMs) : packets
}

function save(name: string, bytes: Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

async function expectPlayable(clips: ReadonlyMap<string, number>): Promise<void> {
  const files = [...clips.keys()]
  const read = await opusinfo(files)
  expect(read.map(({ file }) => file)).toEqual(files)
  expect(read.filter(({ warnings }) => warnings.length > 0)).toEqual([])
  const played = await playedMs(files)
  expect(played).toHaveLength(files.length)
  expect(offBy(clips, played)).toEqual([])
}

/** Files whose length somebody else sees otherwise. */
const offBy = (clips: ReadonlyMap<string, number>, otherwiseMs: readonly number[]) =>
  [...clips]
    .map(([file, durationMs], index) => ({ file, durationMs, otherwiseMs: otherwiseMs[index] ?? Number.NaN }))
    .filter(({ durationMs, otherwiseMs }) => !(Math.abs(durationMs - otherwiseMs) <= TOLERANCE_MS))

it(`makes ${CLIPS} clips that opusinfo and ffmpeg read without a word, as long as they are said to be`, async () => {
  const clips = new Map<string, number>()
  for (let index = 0; index < CLIPS; index += 1) {
    const { bytes, durationMs } = await writeClip(timelineFrom(talk()), { ...TAGS, index })
    clips.set(save(`${index}.opus`, bytes), durationMs)
  }
  await expectPlayable(clips)
  const some = new Map([...clips].filter((_, index) => index % DECODED_EVERY === 0))
  expect(offBy(some, await decodedMs([...some.keys()], 'libopus'))).toEqual([])
  expect(offBy(some, await decodedMs([...some.keys()], 'opus'))).toEqual([])
})

it('takes no packet for Opus that others refuse', async () => {
  const anyPayload = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 60 }))
    .map(([toc, rest]) => Uint8Array.of(toc, ...rest))
    .filter((payload) => opusDurationMs(payload) !== undefined)
  let atMs = 0
  const packets = fc.sample(anyPayload, { numRuns: 2000, seed: 7 }).map((payload) => {
    const durationMs = opusDurationMs(payload) ?? 0
    atMs += durationMs
    return { atMs: atMs - durationMs, durationMs, payload }
  })
  const { bytes, durationMs } = await writeOgg(packets, { channels: 2, preSkip: 312 }, TAGS)
  const clips = new Map([[save('anything.opus', bytes), durationMs]])
  await expectPlayable(clips)
  expect(offBy(clips, await decodedMs([...clips.keys()]))).toEqual([])
})

describe('a clip in other forms', () => {
  const packets = () => [...talk(6000), ...talk(6000)]

  it.each(['webm', 'mp4'] as const)('plays as %s, with every packet, as long', async (container) => {
    const timeline = timelineFrom(packets())
    const { bytes, durationMs } = await writeClip(timeline, TAGS)
    const file = save(`remuxed.${container}`, await remux(bytes, container))
    const seen = await probe(file)
    expect(seen).toMatchObject({ codec: 'opus', packets: timeline.parts.length, complaints: '' })
    const clips = new Map([[file, durationMs]])
    expect(offBy(clips, [seen.durationMs])).toEqual([])
    expect(offBy(clips, await decodedMs([file]))).toEqual([])
  })

  it.each(['ogg', 'webm', 'mp4'] as const)('plays as %s that was written while it was spoken', async (container) => {
    const spokenPackets = packets().toSorted((a, b) => a.slot - b.slot)
    const timeline = timelineFrom(spokenPackets)
    const source = new ReadableStream<Uint8Array>({
      start: (out) => {
        for (let at = 0; at < spokenPackets.length; at += 7) out.enqueue(bundle(spokenPackets.slice(at, at + 7)))
        out.close()
      },
    })
    const bytes = await new Response(liveClip(source, container, TAGS)).bytes()
    const file = save(`live.${container}`, bytes)
    const clips = new Map([[file, timeline.durationMs]])
    // Ogg marks its end with one packet more.
    const expected = timeline.parts.length + (container === 'ogg' ? 1 : 0)
    expect(await probe(file)).toMatchObject({ codec: 'opus', packets: expected, complaints: '' })
    expect(offBy(clips, await decodedMs([file]))).toEqual([])
    if (container === 'ogg') await expectPlayable(clips)
  })

  it('plays slice by slice', async () => {
    const { bytes } = await writeClip(timelineFrom(packets()), TAGS)
    const clips = new Map<string, number>()
    for (const { index, durationMs } of await slicesOf(bytes, 1)) {
      clips.set(
        save(`slice-${index}.opus`, (await writeSlice(bytes, 1, index, TAGS))?.bytes ?? new Uint8Array()),
        durationMs,
      )
    }
    await expectPlayable(clips)
  })
})
