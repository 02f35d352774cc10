/** A recorder whose microphone and worker are a test's. */

import { beforeEach, describe, expect, it } from 'vitest'
import { FRAME_MS } from '../../../src/audio/pcm.ts'
import { levelByte } from '../../../src/client/messages/level-bytes.ts'
import type { MessagesLink } from '../../../src/client/messages/messages-link.ts'
import {
  GONE,
  type MessageCommand,
  type MessageView,
  type ToldOfMessage,
} from '../../../src/client/messages/messages-words.ts'
import type { OutgoingMessage } from '../../../src/client/messages/outgoing-message.ts'
import type { RecordingEars } from '../../../src/client/messages/recording-node.ts'
import { VoiceRecorder } from '../../../src/client/messages/voice-recorder.ts'

const ID = 'M'.repeat(22)
const KEPT: MessageView = { ...GONE, phase: 'kept', durationMs: 1_234, waveform: [1, 2, 3], isHeard: true }
/** Two frames of 20 ms. */
const REPORT_MS = 40

let recorder: VoiceRecorder
let ears: RecordingEars
let worker: ((event: ToldOfMessage) => void) | undefined
let told: MessageCommand[]
let microphone: string[]
let warned: string[]

beforeEach(() => begin(new Uint8Array(0)))

/** `levels`: of what there is already. */
function begin(levels: Uint8Array): void {
  told = []
  microphone = []
  warned = []
  const link = {
    follow: (_: string, listener: typeof worker) => {
      worker = listener
    },
    tell: (command: MessageCommand) => {
      told.push(command)
    },
  } as MessagesLink
  const does = (what: string) => () => void microphone.push(what)
  recorder = new VoiceRecorder({
    id: ID,
    recordedAtMs: 0,
    levels,
    link,
    listen: (listener) => {
      ears = listener
      return { pause: does('pause'), resume: does('resume'), close: does('close') }
    },
    claim: async () => void microphone.push('claim'),
    yield: does('yield'),
    sent: () => ({ id: ID }) as OutgoingMessage,
    name: () => 'Ada',
  })
  recorder.on('warning', (warning) => warned.push(warning))
}

/** A byte for each frame of so many milliseconds. */
const levelsOf = (ms: number, heard: boolean) => new Uint8Array(ms / FRAME_MS).fill(levelByte(heard ? 30 : 90, heard))

const say = (ms: number, heard = true) => {
  for (let saidMs = 0; saidMs < ms; saidMs += REPORT_MS) ears.recorded([30, 31], heard)
}
const view = (change: Partial<MessageView>) => worker?.({ tell: 'message', message: ID, view: { ...KEPT, ...change } })
const runLow = (isInPageAlone: boolean) => worker?.({ tell: 'storage-low', message: ID, isInPageAlone })
const commands = () => told.map((command) => command.do)

describe('while it records', () => {
  it('shows how long, how loud and what it looks like', () => {
    say(2_000)
    expect(recorder.state).toBe('recording')
    expect(recorder.durationMs).toBe(2_000)
    expect(recorder.level).toBe(31)
    expect(recorder.waveform.length).toBe(30)
    expect(Math.max(...recorder.waveform)).toBeGreaterThan(100)
  })

  it('warns after three seconds of silence, and no more once somebody speaks', () => {
    say(2_960, false)
    expect(warned).toEqual([])
    say(80, false)
    expect(warned).toEqual(['no-sound'])
    say(40)
    expect([...recorder.warnings]).toEqual([])
  })

  it('warns five minutes before an hour is over, and stops then', () => {
    say(54 * 60_000)
    expect(warned).toEqual([])
    say(60_000)
    expect(warned).toEqual(['too-long'])
    say(5 * 60_000)
    expect(recorder.state).toBe('stopped')
    expect(commands()).toEqual(['stop'])
  })

  it('passes on that the device has no room', () => {
    runLow(false)
    runLow(false)
    expect(warned).toEqual(['storage-low'])
  })

  it('needs its page only once the disk does not have all of it', () => {
    runLow(false)
    expect(recorder.isInPageAlone).toBe(false)
    runLow(true)
    runLow(false)
    expect(recorder.isInPageAlone).toBe(true)
  })

  it('stops when the audio engine fails, and keeps what there is', () => {
    say(1_000)
    ears.failed({ code: 'audio-failed' } as never)
    expect(recorder.state).toBe('stopped')
    expect(recorder.error?.code).toBe('audio-failed')
  })
})

it('gives the microphone back when there is no worker to write what is said', () => {
  say(1_000)
  view({ phase: 'gone' })
  expect(microphone).toEqual(['pause', 'yield', 'close'])
  expect([recorder.isOver, recorder.error?.code]).toEqual([true, 'unreachable'])
})

describe('behind what a draft holds', () => {
  it('shows all of it, and goes on from there', () => {
    begin(levelsOf(4_000, true))
    expect([recorder.state, recorder.durationMs, recorder.waveform.length]).toEqual(['recording', 4_000, 30])
    say(2_000)
    expect(recorder.durationMs).toBe(6_000)
  })

  it('has been heard already', () => {
    begin(levelsOf(4_000, true))
    say(5_000, false)
    void recorder.stop()
    expect(warned).toEqual([])
  })

  it('warns at once where nothing is heard in all of it', () => {
    begin(levelsOf(4_000, false))
    say(40, false)
    expect(warned).toEqual(['no-sound'])
  })

  it('counts what was there to the longest that there may be', () => {
    begin(levelsOf(54 * 60_000, true))
    say(60_000)
    expect(warned).toEqual(['too-long'])
    say(5 * 60_000)
    expect(recorder.state).toBe('stopped')
  })
})

describe('a pause', () => {
  it('keeps the room deaf to it', () => {
    recorder.pause()
    expect(recorder.state).toBe('paused')
    expect(microphone).toEqual(['pause'])
  })

  it('ends with the microphone back', async () => {
    recorder.pause()
    await recorder.resume()
    expect(microphone).toEqual(['pause', 'claim', 'resume'])
    expect(commands()).toEqual(['resume'])
  })
})

it('gives the microphone back that came after it was sent', async () => {
  const stopped = recorder.stop()
  view({})
  await stopped
  const goingOn = recorder.resume()
  recorder.send()
  await expect(goingOn).rejects.toMatchObject({ code: 'aborted' })
  expect(microphone).toEqual(['pause', 'yield', 'claim', 'close', 'yield'])
  expect(commands()).toEqual(['stop', 'send'])
})

describe('its end', () => {
  it('is as the worker says', async () => {
    say(5_000)
    const stopped = recorder.stop()
    view({})
    await stopped
    expect([recorder.durationMs, recorder.waveform]).toEqual([1_234, [1, 2, 3]])
    expect(microphone).toEqual(['pause', 'yield'])
  })

  it('can be gone on from', async () => {
    say(1_000)
    const stopped = recorder.stop()
    view({})
    await stopped
    await recorder.resume()
    say(1_000)
    expect(recorder.durationMs).toBe(2_000)
    view({}) // a word from before
    expect(recorder.durationMs).toBe(2_000)
  })

  it('comes with sending', () => {
    say(1_000)
    recorder.send({ burnDays: 3 })
    expect(told).toEqual([{ do: 'send', message: ID, options: { burnDays: 3 }, name: 'Ada' }])
    expect(microphone).toEqual(['pause', 'yield', 'close'])
    expect(() => recorder.send()).toThrow(expect.objectContaining({ code: 'aborted' }))
  })

  it('is not brought about by options that nobody can mean', () => {
    expect(() => recorder.send({ burnDays: 400 })).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(recorder.state).toBe('recording')
  })
})

describe('discarding', () => {
  it('can be undone for a while', async () => {
    const undo = recorder.discard()
    expect(recorder.isOver).toBe(true)
    await undo()
    expect(recorder.isOver).toBe(false)
    expect(commands()).toEqual(['discard', 'keep'])
  })

  it('cannot be undone once it is gone', async () => {
    const undo = recorder.discard()
    view({ phase: 'gone' })
    await expect(undo()).rejects.toMatchObject({ code: 'aborted' })
    expect(commands()).toEqual(['discard'])
  })
})
