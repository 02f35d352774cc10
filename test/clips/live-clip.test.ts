/** A clip that is still being spoken: what comes in goes out at once, and is a file wherever it ends. */

import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import { liveClip } from '../../src/clips/live-clip.ts'
import { opusDurationMs } from '../../src/clips/opus-packet.ts'
import { readClip } from '../../src/clips/read-clip.ts'
import { timelineOf } from '../../src/clips/timeline.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { row, spoken, TAGS } from './spoken.ts'

type Live = 'ogg' | 'webm' | 'mp4'

/** What comes out for each push, and at the end. */
async function speak(container: Live, pushes: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const out = liveClip(readable, container, TAGS).getReader()
  const input = writable.getWriter()
  const pieces: Uint8Array[] = []
  for (const push of pushes) {
    void input.write(push)
    pieces.push((await out.read()).value ?? new Uint8Array())
  }
  void input.close()
  for (let next = await out.read(); !next.done; next = await out.read()) pieces.push(next.value)
  return pieces
}

const joined = (pieces: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(pieces))

async function payloadsOf(bytes: Uint8Array): Promise<Uint8Array[]> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) })
  const track = await input.getPrimaryAudioTrack()
  if (track === null) throw new Error('There is no audio in this file.')
  const payloads: Uint8Array[] = []
  for await (const { data } of new EncodedPacketSink(track).packets()) payloads.push(data)
  return payloads
}

const payloadsIn = (packets: readonly Packet[]) => timelineOf(packets)?.parts.map(({ payload }) => payload)

describe.each(['ogg', 'webm', 'mp4'] as const)('%s', (container) => {
  const pushes = [row(0, 1), row(2, 3), row(8, 50), row(140, 2), row(144, 1, 60)]

  it('gives out with every push all that was pushed, and is a file behind each', async () => {
    const pieces = await speak(container, pushes.map(bundle))
    for (const [index] of pushes.entries()) {
      const soFar = joined(pieces.slice(0, index + 1))
      expect(await payloadsOf(soFar)).toEqual(payloadsIn(pushes.slice(0, index + 1).flat()))
    }
  })

  it('fills gaps, and passes over what is late, doubled or malformed', async () => {
    const lie = spoken(30, { durationMs: 60, payload: Uint8Array.of(8, 1) })
    const whole = await speak(container, [row(0, 2), row(20, 2), [lie, spoken(2), spoken(20), spoken(31)]].map(bundle))
    const expected = payloadsIn([...row(0, 2), ...row(20, 2), spoken(31)])
    // Ogg ends with a packet of which nothing is heard.
    expect((await payloadsOf(joined(whole))).slice(0, expected?.length)).toEqual(expected)
  })

  it('has a head of two channels, for whoever speaks may turn to music', async () => {
    const input = new Input({
      formats: ALL_FORMATS,
      source: new BufferSource(joined(await speak(container, pushes.map(bundle)))),
    })
    expect(await (await input.getPrimaryAudioTrack())?.getNumberOfChannels()).toBe(2)
  })

  it('ends when its packets do, with a file that holds none when there was no audio', async () => {
    const pieces = await speak(container, [])
    expect(pieces.length).toBeGreaterThan(0)
    expect((await payloadsOf(joined(pieces))).filter((payload) => payload.length > 1)).toEqual([])
  })
})

describe('ogg', () => {
  it('plays as long as the finished clip would, and tells its end', async () => {
    const clip = await readClip(joined(await speak('ogg', [row(0, 30), row(100, 30)].map(bundle))))
    expect(clip.durationMs).toBe(1600 - 6.5)
    expect(clip.tags.ARTIST).toBe(TAGS.speaker)
    expect(clip.packets.at(-1)).toMatchObject({ durationMs: 0 })
  })

  it('writes no page longer than 500 ms', async () => {
    const { granules } = await readClip(joined(await speak('ogg', [row(0, 100), row(900, 40, 60)].map(bundle))))
    const steps = granules.slice(2).map((granule, index) => (granule - (granules[index + 1] ?? 0)) / 48)
    expect(Math.max(...steps)).toBeLessThanOrEqual(500)
  })
})

describe('webm', () => {
  it('writes no cluster longer than 500 ms', async () => {
    const [bytes = new Uint8Array()] = await speak('webm', [bundle([...row(0, 100), ...row(900, 40, 60)])])
    const clusters = Buffer.from(bytes).toString('latin1').split('\x1f\x43\xb6\x75').slice(1)
    // 2 s of packets, 7 s of silence, 2.4 s of packets.
    expect(clusters.length).toBeGreaterThanOrEqual(23)
    expect((await payloadsOf(bytes)).reduce((sum, payload) => sum + (opusDurationMs(payload) ?? 0), 0)).toBe(11_400)
  })
})

it('reads a chunk up to the first packet that is malformed', async () => {
  const good = bundle(row(0, 2))
  const pieces = await speak('ogg', [Uint8Array.of(...good, 0, 0, 0)])
  expect((await readClip(joined(pieces))).packets).toHaveLength(3)
})

it('breaks when its packets do', async () => {
  const broken = new ReadableStream<Uint8Array>({ start: (source) => source.error(new Error('gone')) })
  await expect(liveClip(broken, 'webm', TAGS).getReader().read()).rejects.toThrow('gone')
})
