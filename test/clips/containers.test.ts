/** A finished clip in other containers: the same packets at the same times. Players' view of them: test/process/clips.test.ts. */

import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { describe, expect, it, vi } from 'vitest'
import { writeClip } from '../../src/clips/clip-file.ts'
import { CONTAINERS, remux } from '../../src/clips/containers.ts'
import { UnreadableClip } from '../../src/clips/unreadable-clip.ts'
import { row, spoken, TAGS, timelineFrom } from './spoken.ts'

const timeline = timelineFrom([...row(0, 40, 60), spoken(300), ...row(310, 9, 10)])

async function packetsOf(bytes: Uint8Array) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
  const track = await input.getPrimaryAudioTrack()
  if (track === null) throw new Error('There is no audio in this file.')
  const packets: { atMs: number; payload: Uint8Array }[] = []
  for await (const { timestamp, data } of new EncodedPacketSink(track).packets()) {
    packets.push({ atMs: 1000 * timestamp, payload: data })
  }
  return {
    packets,
    codec: await track.getCodec(),
    tags: await input.getMetadataTags(),
    durationMs: 1000 * (await track.computeDuration()),
  }
}

describe.each(['webm', 'mp4'] as const)('remux to %s', (container) => {
  it('keeps every packet, its time, who speaks and when', async () => {
    const { bytes, durationMs } = await writeClip(timeline, TAGS)
    const read = await packetsOf(await remux(bytes, container))
    expect(read.codec).toBe('opus')
    expect(read.packets.map(({ payload }) => payload)).toEqual(timeline.parts.map(({ payload }) => payload))
    // WebM counts whole milliseconds; MP4 begins with what is not heard.
    for (const [index, { atMs }] of timeline.parts.entries()) {
      expect(Math.abs((read.packets[index]?.atMs ?? Number.NaN) - atMs)).toBeLessThan(7)
    }
    expect(Math.abs(read.durationMs - durationMs)).toBeLessThan(20)
    expect(read.tags.artist).toBe(TAGS.speaker)
    expect(read.tags.date?.getTime()).toBe(TAGS.startedAtMs)
  })

  it('makes the same bytes whenever it is asked, so that ranges of two answers fit together', async () => {
    const { bytes } = await writeClip(timeline, TAGS)
    const first = await remux(bytes, container)
    vi.useFakeTimers({ now: Date.now() + 86_400_000 })
    const later = await remux(bytes, container).finally(() => vi.useRealTimers())
    expect(later).toEqual(first)
  })

  it('refuses what is no Ogg Opus', async () => {
    await expect(remux(Uint8Array.of(1, 2, 3), container)).rejects.toBeInstanceOf(UnreadableClip)
  })
})

it('names media types that a browser knows', () => {
  expect(CONTAINERS.webm).toBe('audio/webm; codecs=opus')
})
