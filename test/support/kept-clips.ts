/**
 * What a room has kept of one speaker, against what was said: the stored clips, fetched as anybody fetches them, decoded by
 * libopus and laid on one line of time.
 */

import { EarshotApi } from '../../src/client/api.ts'
import { DecoderShelf } from '../../src/client/opus.ts'
import { type ClipPacket, readClip } from '../../src/clips/read-clip.ts'
import { until } from './until.ts'

const SAMPLES_PER_MS = 48
/** RFC 6716 §3.2.1: no frame of fewer bytes than these holds a sound; a gap is filled with such packets (RFC 7845 §4.1). */
const FILLER_BYTES = 2
/** The longest packet a clip holds. */
const MAX_SAMPLES = 120 * SAMPLES_PER_MS

export interface KeptClip {
  startedAtMs: number
  durationMs: number
  samples: Float32Array
  /** The longest stretch that is filled because nothing came of it. */
  longestGapMs: number
}

/** A room's clips, the first one first, once there are `count` of them and none is on its way any more. */
export async function keptClips(origin: string, room: string, getToken: () => Promise<string>): Promise<KeptClip[]> {
  const api = new EarshotApi(origin)
  const stored = async () => {
    const { clips } = await api.clips({ room, token: await getToken() })
    return clips.length > 0 && clips.every(({ state }) => state === 'ready') && clips
  }
  const clips = await until(stored, 'the clips to be stored', 60_000)
  const token = await getToken()
  const all = clips.toReversed().map(async ({ id, startedAtMs, durationMs }) => {
    const answer = await fetch(`${origin}/v1/clips/${id}/audio`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`The clip's audio answered ${answer.status}.`)
    const { packets, preSkip } = await readClip(new Uint8Array(await answer.arrayBuffer()))
    const samples = await decoded(packets)
    return { startedAtMs, durationMs, samples: samples.subarray(preSkip), longestGapMs: longestGapMs(packets) }
  })
  return Promise.all(all)
}

export interface KeptTime {
  fromMs: number
  toMs: number
  samples: Float32Array
  /** The longest stretch without sound, between two clips too. */
  longestGapMs: number
}

/** All of it on one line, by when it was said. */
export function timelineOf(clips: readonly KeptClip[]): KeptTime {
  const fromMs = Math.min(...clips.map(({ startedAtMs }) => startedAtMs))
  const toMs = Math.max(...clips.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs))
  const samples = new Float32Array(Math.ceil((toMs - fromMs) * SAMPLES_PER_MS) + MAX_SAMPLES)
  for (const clip of clips) samples.set(clip.samples, (clip.startedAtMs - fromMs) * SAMPLES_PER_MS)
  const between = clips.slice(1).map((clip, index) => clip.startedAtMs - endOf(clips[index] as KeptClip))
  return { fromMs, toMs, samples, longestGapMs: Math.max(...between, ...clips.map((clip) => clip.longestGapMs)) }
}

/** What was said from one moment to another, both by the wall clock. */
export const between = ({ fromMs, samples }: KeptTime, sinceMs: number, untilMs: number): Float32Array =>
  samples.subarray(
    Math.max(0, Math.round((sinceMs - fromMs) * SAMPLES_PER_MS)),
    Math.round((untilMs - fromMs) * SAMPLES_PER_MS),
  )

const endOf = ({ startedAtMs, durationMs }: KeptClip): number => startedAtMs + durationMs

/** Every packet at its place, 48 kHz; behind the last one there is room for one more. */
export async function decoded(packets: readonly ClipPacket[]): Promise<Float32Array> {
  const decoder = (await DecoderShelf.create()).take()
  if (decoder === undefined) throw new Error('No decoder could be made.')
  const samples = new Float32Array(
    packets.reduce((sum, { durationMs }) => sum + durationMs, 0) * SAMPLES_PER_MS + MAX_SAMPLES,
  )
  for (const { atMs, payload } of packets) samples.set(decoder.decode(payload, MAX_SAMPLES), atMs * SAMPLES_PER_MS)
  decoder.free()
  return samples
}

function longestGapMs(packets: readonly ClipPacket[]): number {
  let longestMs = 0
  let gapMs = 0
  for (const { payload, durationMs } of packets) {
    gapMs = payload.length <= FILLER_BYTES ? gapMs + durationMs : 0
    longestMs = Math.max(longestMs, gapMs)
  }
  return longestMs
}
