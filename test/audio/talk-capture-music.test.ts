/** Music on its way from samples to packets: in two channels, and without the gate that a voice has. */

import { describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from '../../src/audio/pcm.ts'
import { TalkCapture } from '../../src/audio/talk-capture.ts'
import type { TalkSwitches } from '../../src/audio/talk-gate.ts'
import { type Packet, readPacket } from '../../src/protocol/packet.ts'
import { fakeEncoder, toByte } from '../support/fake-codec.ts'
import { sine } from '../support/tone.ts'

const OPEN: TalkSwitches = { mode: 'open', pressed: false, muted: false }

const silent = (frames: number) => new Float32Array(FRAME_SAMPLES * frames)
const voice = (frames: number) => sine(300, 0.2, FRAME_SAMPLES * frames)
const ignore = () => {}

describe('music', () => {
  /** Says of a frame how many samples it had, and the last of each channel. */
  const wideEncoder = {
    encode: (frame: Float32Array) =>
      Uint8Array.of(frame.length / FRAME_SAMPLES, toByte(frame.at(-2) ?? 0), toByte(frame.at(-1) ?? 0)),
    setBitrate: () => {},
  }
  const playing = () => {
    const capture = new TalkCapture(fakeEncoder)
    const sent: Packet[] = []
    capture.begin((bytes) => sent.push(readPacket(bytes)))
    capture.turnTo('music', wideEncoder)
    return { capture, sent }
  }
  const level = (value: number, frames: number) => new Float32Array(FRAME_SAMPLES * frames).fill(value)

  it('is encoded in two channels', () => {
    const { capture, sent } = playing()
    capture.push(level(0.5, 1), ignore, level(-0.25, 1))
    expect(sent.map(({ payload }) => [...payload])).toEqual([[2, toByte(0.5), toByte(-0.25)]])
  })

  it('of one channel is the same on both sides', () => {
    const { capture, sent } = playing()
    capture.push(level(0.5, 1), ignore)
    expect([...(sent[0]?.payload ?? [])]).toEqual([2, toByte(0.5), toByte(0.5)])
  })

  it('is sent however soft it becomes, where a voice would be cut', () => {
    const { capture, sent } = playing()
    capture.push(voice(10), ignore)
    capture.push(sine(300, 0.0005, FRAME_SAMPLES * 1_000), ignore)
    expect(sent.length).toBe(1_010)
    expect(sent.filter(({ talkStart, talkEnd }) => talkStart || talkEnd).length).toBe(1)
  })

  it('ends some seconds after the line has gone dead', () => {
    const { capture, sent } = playing()
    capture.push(voice(10), ignore)
    capture.push(silent(1_000), ignore)
    expect(sent.at(-1)).toMatchObject({ talkEnd: true, slot: 2 * (10 + 249) })
  })

  it('obeys mute and key as a voice does', () => {
    const { capture, sent } = playing()
    capture.switches = { ...OPEN, muted: true }
    capture.push(voice(5), ignore)
    capture.switches = { mode: 'push', pressed: false, muted: false }
    capture.push(voice(5), ignore)
    expect(sent).toEqual([])
  })

  it('goes on in the same talk and slots when it turns into a voice and back', () => {
    const { capture, sent } = playing()
    capture.push(voice(2), ignore)
    capture.turnTo('voice', fakeEncoder)
    capture.push(voice(2), ignore)
    capture.turnTo('music', wideEncoder)
    capture.push(voice(2), ignore)
    expect(sent.map(({ slot, talkStart }) => [slot, talkStart])).toEqual(
      [0, 2, 4, 6, 8, 10].map((slot) => [slot, slot === 0]),
    )
    expect(sent.map(({ payload }) => payload.length)).toEqual([3, 3, 1, 1, 3, 3])
  })

  it('still tells whether somebody speaks, for the warning of who is muted', () => {
    const { capture } = playing()
    const voiced: boolean[] = []
    capture.push(silent(50), ignore)
    capture.push(voice(1), ({ voiced: is }) => voiced.push(is))
    expect(voiced).toEqual([true])
  })
})
