/** From samples to packets. Frames are constants, so that a packet's one byte tells which frame it holds. */

import { describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from '../../src/audio/pcm.ts'
import { TalkCapture } from '../../src/audio/talk-capture.ts'
import type { TalkSwitches } from '../../src/audio/talk-gate.ts'
import { faultAt, type Packet, readPacket, viewOf } from '../../src/protocol/packet.ts'
import { fakeEncoder, fromByte } from '../support/fake-codec.ts'
import { sine } from '../support/tone.ts'

const OPEN: TalkSwitches = { mode: 'open', pressed: false, muted: false }
const HELD: TalkSwitches = { mode: 'push', pressed: true, muted: false }

/** A capture in a session, and what it sent. */
function capturing(switches = OPEN) {
  const capture = new TalkCapture(fakeEncoder)
  const sent: Packet[] = []
  capture.switches = switches
  capture.begin((bytes) => {
    expect(faultAt(viewOf(bytes), 0)).toBeUndefined()
    sent.push(readPacket(bytes))
  })
  return { capture, sent }
}

const silent = (frames: number) => new Float32Array(FRAME_SAMPLES * frames)
const voice = (frames: number) => sine(300, 0.2, FRAME_SAMPLES * frames)
const ignore = () => {}

describe('packets', () => {
  it('[W9] count slots from the session’s first moment, through silence', () => {
    const { capture, sent } = capturing(HELD)
    capture.push(silent(2), ignore)
    capture.switches = { ...HELD, pressed: false }
    capture.push(silent(30), ignore)
    capture.switches = HELD
    capture.push(silent(1), ignore)
    expect(sent[0]).toMatchObject({ slot: 0, talkStart: true, durationMs: 20, speaker: 0 })
    expect(sent[1]).toMatchObject({ slot: 2, talkStart: false })
    expect(sent.at(-1)).toMatchObject({ slot: 64, talkStart: true })
  })

  it('[W9] of the next session count from 0 again', () => {
    const { capture } = capturing()
    capture.push(silent(10), ignore)
    const slots: number[] = []
    capture.switches = HELD
    capture.begin((bytes) => slots.push(readPacket(bytes).slot))
    capture.push(silent(2), ignore)
    expect(slots).toEqual([0, 2])
  })

  it('[W18] a new session begins closed, whatever the last one ended in', () => {
    const { capture } = capturing(HELD)
    capture.push(voice(500), ignore)
    capture.switches = { ...HELD, pressed: false }
    capture.push(voice(1), ignore) // within the tail
    capture.end()
    const sent: Packet[] = []
    capture.begin((bytes) => sent.push(readPacket(bytes)))
    capture.push(voice(100), ignore)
    expect(sent).toEqual([])
    capture.switches = HELD
    capture.push(voice(1), ignore)
    expect(sent).toMatchObject([{ slot: 200, talkStart: true }])
  })

  it('[W8] carry the loudness of their frame', () => {
    const { capture, sent } = capturing(HELD)
    capture.push(sine(1000, 0.1, FRAME_SAMPLES), ignore)
    capture.push(silent(1), ignore)
    expect(sent.map(({ level }) => level)).toEqual([23, 127])
  })

  it('[W19] end a talk with an empty one, behind the last', () => {
    const { capture, sent } = capturing(HELD)
    capture.push(voice(2), ignore)
    capture.switches = { ...HELD, muted: true }
    capture.push(voice(2), ignore)
    expect(sent.at(-1)).toMatchObject({ slot: 4, talkEnd: true, talkStart: false, level: 127 })
    expect(sent.at(-1)?.payload.length).toBe(0)
    expect(sent.length).toBe(3)
  })

  it('of frames that cannot be encoded are missing, and nothing is thrown', () => {
    const broken = {
      encode: () => {
        throw new Error('out of memory')
      },
      setBitrate: () => {},
    }
    const capture = new TalkCapture(broken)
    const sent: Uint8Array[] = []
    capture.switches = HELD
    capture.begin((bytes) => sent.push(bytes))
    capture.push(voice(3), ignore)
    expect(sent).toEqual([])
  })

  it('are none without a session', () => {
    const { capture, sent } = capturing(HELD)
    capture.end()
    capture.push(voice(3), ignore)
    expect(sent).toEqual([])
  })
})

describe('the moment before the first word', () => {
  const steps = (frames: number) =>
    Float32Array.from({ length: FRAME_SAMPLES * frames }, (_, at) => Math.floor(at / FRAME_SAMPLES) / 127 / 127)

  it('is sent along with an open microphone, 40 ms of it', () => {
    const { capture, sent } = capturing()
    capture.push(silent(5), ignore)
    capture.push(voice(2), ignore)
    expect(sent.map(({ slot, talkStart }) => [slot, talkStart])).toEqual([
      [6, true],
      [8, false],
      [10, false],
      [12, false],
    ])
  })

  it('is what was said then', () => {
    const { capture, sent } = capturing()
    capture.push(silent(3), ignore)
    capture.push(new Float32Array(FRAME_SAMPLES).fill(0.0001), ignore)
    capture.push(voice(1), ignore)
    expect(sent.map(({ payload }) => Math.abs(fromByte(payload[0] ?? 0)) < 0.01)).toEqual([true, true, true])
    expect(sent[1]?.level).toBe(80)
  })

  it('is sent once: what was sent is not sent again', () => {
    const { capture, sent } = capturing()
    capture.push(silent(3), ignore)
    capture.push(voice(1), ignore)
    capture.push(silent(26), ignore) // the hangover and one frame more
    capture.push(voice(1), ignore)
    const slots = sent.map(({ slot }) => slot)
    expect(slots).toEqual(slots.toSorted((a, b) => a - b))
    expect(new Set(slots).size).toBe(slots.length)
  })

  it('[W19] is none right behind the end of a talk, which ended where its last packet did', () => {
    const { capture, sent } = capturing()
    capture.push(voice(1), ignore)
    let frames = 1
    for (; !sent.at(-1)?.talkEnd && frames < 200; frames += 1) capture.push(silent(1), ignore)
    const [last, end] = sent.slice(-2)
    expect(end?.slot).toBe((last?.slot ?? 0) + 2)
    sent.length = 0
    capture.push(voice(1), ignore)
    expect(sent).toMatchObject([{ slot: 2 * frames, talkStart: true }])
  })

  it('stays private before a key is down', () => {
    const { capture, sent } = capturing({ ...HELD, pressed: false })
    capture.push(voice(5), ignore)
    capture.switches = HELD
    capture.push(voice(1), ignore)
    expect(sent.map(({ slot }) => slot)).toEqual([10])
  })

  it('stays private before a mute is lifted', () => {
    const { capture, sent } = capturing({ ...OPEN, muted: true })
    capture.push(steps(5), ignore)
    capture.switches = OPEN
    capture.push(voice(1), ignore)
    expect(sent.map(({ slot }) => slot)).toEqual([10])
  })
})

describe('reports', () => {
  it('tell of every frame whether it held a voice and was sent, muted or not, in a session or not', () => {
    const { capture } = capturing()
    const heard: [boolean, boolean][] = []
    const note = ({ voiced, sent }: { voiced: boolean; sent: boolean }) => heard.push([voiced, sent])
    capture.push(silent(1), note)
    capture.push(voice(1), note)
    capture.switches = { ...OPEN, muted: true }
    capture.push(voice(2), note)
    capture.end()
    capture.push(voice(1), note)
    expect(heard).toEqual([
      [false, false],
      [true, true],
      [true, false],
      [true, false],
      [true, false],
    ])
  })
})
