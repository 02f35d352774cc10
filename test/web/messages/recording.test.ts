/** Recording a message on a fake recorder: what a thumb, a key and a failing microphone lead to. */

import { beforeEach, expect, it, vi } from 'vitest'
import type { RecordingWarning, SendOptions } from '../../../src/client/index.ts'
import { EarshotError } from '../../../src/client/index.ts'
import type { MicrophoneState } from '../../../web/devices/desk.ts'
import { CANCEL_AT_PX, LOCK_AT_PX, pullOf, SHORTEST_MS, TAP_MS } from '../../../web/room/messages/hold-gesture.ts'
import { OffAir } from '../../../web/room/messages/off-air.ts'
import { Recording } from '../../../web/room/messages/recording.ts'
import type { Recorder } from '../../../web/room/messages/recording-parts.ts'

/** As much of the SDK's recorder as the page uses. */
class FakeRecorder {
  state: 'recording' | 'paused' | 'stopped' = 'recording'
  durationMs = 0
  waveform: readonly number[] = []
  readonly warnings = new Set<RecordingWarning>()
  error: EarshotError | undefined
  isOver = false
  sent: SendOptions | undefined
  #changed: () => void = () => undefined

  readonly on = (event: string, listener: never) => {
    if (event === 'change') this.#changed = listener
    return () => undefined
  }

  says(durationMs: number): void {
    this.durationMs = durationMs
    this.#changed()
  }

  async stop(): Promise<void> {
    this.state = 'stopped'
    this.#changed()
  }

  async resume(): Promise<void> {
    this.state = 'recording'
    this.#changed()
  }

  send(options: SendOptions): void {
    this.sent = options
    this.isOver = true
    this.#changed()
  }

  discard(): () => Promise<void> {
    this.isOver = true
    this.state = 'stopped'
    this.#changed()
    return async () => {
      this.isOver = false
    }
  }

  leave(): void {
    this.isOver = true
  }
}

let recorder: FakeRecorder
let recording: Recording
let microphone: MicrophoneState
let refusal: EarshotError | undefined
let undo: (() => Promise<void>) | undefined
/** How often I was muted and unmuted, in this order. */
let mutes: boolean[]
let now = 0
/** How often the SDK was asked to record. */
let recorded: number

beforeEach(() => {
  now = 1_000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  recorder = new FakeRecorder()
  microphone = { is: 'on', label: '', deviceId: '' }
  refusal = undefined
  undo = undefined
  mutes = []
  recorded = 0
  const me = { muted: false, deafened: false }
  recording = new Recording({
    record: async () => {
      recorded += 1
      if (refusal !== undefined) throw refusal
      return recorder as unknown as Recorder
    },
    desk: {
      microphone: { peek: () => microphone },
      openMicrophone: async () => {
        microphone = { is: 'on', label: '', deviceId: '' }
        return true
      },
      closeMicrophone: () => {
        microphone = { is: 'off' }
      },
    } as never,
    quiet: () => undefined,
    offAir: new OffAir({
      me,
      talkMode: 'open',
      setMuted: (muted: boolean) => {
        me.muted = muted
        mutes.push(muted)
      },
    } as never),
    air: () => 'live',
    options: () => ({ burnDays: 7 }),
    onSent: () => undefined,
    onDiscarded: (bringBack) => {
      undo = bringBack
    },
  })
  return () => vi.restoreAllMocks()
})

const hold = async (forMs: number, durationMs: number) => {
  await recording.start(true)
  now += forMs
  recorder.says(durationMs)
}

it('sends what a thumb held and let go of', async () => {
  await hold(SHORTEST_MS, SHORTEST_MS)
  recording.release()
  expect(recorder.sent).toEqual({ burnDays: 7 })
  expect(recording.state.value.is).toBe('idle')
})

it('does not send what nothing was heard in: that is said first', async () => {
  await hold(2_000, 2_000)
  recorder.warnings.add('no-sound')
  recording.release()
  expect(recorder.sent).toBeUndefined()
  expect(recording.state.value.is).toBe('paused')
  expect(recording.warnings.value).toEqual(['no-sound'])
})

it('sends nothing of a press that was too short, says how it is done, and leaves nothing to bring back', async () => {
  await hold(SHORTEST_MS - 1, SHORTEST_MS - 1)
  recording.release()
  expect(recorder.sent).toBeUndefined()
  expect(recorder.isOver).toBe(true)
  expect(undo).toBeUndefined()
  expect(recording.state.value.is).toBe('idle')
  expect(recording.slip.isShown.value).toBe(true)
  await recording.start(false)
  expect(recording.slip.isShown.value).toBe(false)
})

it('shuts the microphone of a press that was over before it was open, and records nothing', async () => {
  microphone = { is: 'off' }
  const started = recording.start(true)
  now += SHORTEST_MS
  recording.release()
  await started
  expect(microphone.is).toBe('off')
  expect(recording.state.value.is).toBe('idle')
})

it.each(['start', 'goOn'] as const)(
  'begins nothing at %s in a room that is over before the microphone is open',
  async (begin) => {
    microphone = { is: 'off' }
    const begins = vi.fn(async () => recorder as never)
    const begun = begin === 'start' ? recording.start(false) : recording.goOn({ resume: begins })
    recording.dispose()
    await begun
    expect([microphone.is, begins.mock.calls.length, recording.state.value.is]).toEqual(['off', 0, 'idle'])
    expect(recorded).toBe(0)
  },
)

it('leaves the microphone to a newer press when what an older one asked for is refused', async () => {
  microphone = { is: 'off' }
  const asked = Promise.withResolvers<never>()
  const resume = vi.fn(() => asked.promise)
  const older = recording.goOn({ resume })
  await vi.waitFor(() => expect(resume).toHaveBeenCalled())
  recording.discard()
  await recording.start(false)
  asked.reject(new EarshotError('aborted'))
  await older
  expect([microphone.is, recording.state.value.is]).toEqual(['on', 'recording'])
})

it('counts a press from its event, however late the page heard of it', async () => {
  await recording.start(true, now - TAP_MS)
  recorder.says(0)
  recording.release(now - 1)
  expect(recording.state.value).toEqual({ is: 'recording', held: false })
})

it('goes on by itself after a tap, and after a slide up', async () => {
  await hold(TAP_MS - 1, 100)
  recording.release()
  expect(recording.state.value).toEqual({ is: 'recording', held: false })
  recording.send()
  recorder = new FakeRecorder()
  await hold(5_000, 5_000)
  recording.slide(pullOf(0, LOCK_AT_PX))
  recording.release()
  expect(recording.state.value).toEqual({ is: 'recording', held: false })
})

it('throws away what is slid aside, and brings it back standing still', async () => {
  await hold(2_000, 2_000)
  recording.slide(pullOf(CANCEL_AT_PX, 0))
  expect(recording.state.value.is).toBe('idle')
  recording.release()
  expect(recorder.sent).toBeUndefined()
  await undo?.()
  expect(recording.state.value.is).toBe('paused')
  expect(recording.durationMs.value).toBe(2_000)
})

/** A draft of so many milliseconds that is there, or is gone. */
const draftOf = (durationMs: number) => ({
  resume: async () => {
    if (refusal !== undefined) throw refusal
    recorder.durationMs = durationMs
    return recorder as never
  },
})

it('goes on with a draft, behind what there is of it', async () => {
  await recording.goOn(draftOf(61_500))
  expect(recording.state.value).toEqual({ is: 'recording', held: false })
  expect(recording.durationMs.value).toBe(61_000)
  recorder.says(63_000)
  expect(recording.durationMs.value).toBe(63_000)
  recording.send()
  expect(recorder.sent).toEqual({ burnDays: 7 })
})

it('says where a draft is gone that was to be gone on with', async () => {
  refusal = new EarshotError('message-elsewhere')
  await recording.goOn(draftOf(5_000))
  expect(recording.state.value).toEqual({ is: 'failed', code: 'message-elsewhere' })
})

it('leaves a draft a draft where going on was given up before it began', async () => {
  const thrownAway = vi.spyOn(recorder, 'discard')
  const resume = async () => {
    recording.discard()
    return recorder as never
  }
  await recording.goOn({ resume })
  expect([recorder.isOver, thrownAway.mock.calls.length, recording.state.value.is]).toEqual([true, 0, 'idle'])
})

it('brings back among the drafts while another is being recorded', async () => {
  await recording.start(false)
  recording.discard()
  const first = recorder
  recorder = new FakeRecorder()
  await recording.start(false)
  await undo?.()
  expect(first.isOver).toBe(true)
  expect(recording.state.value.is).toBe('recording')
})

it('shuts a microphone that it opened, when it stands still and when it is over, and no other', async () => {
  microphone = { is: 'off' }
  await recording.start(false)
  expect(microphone.is).toBe('on')
  await recording.pause()
  expect(microphone.is).toBe('off')
  await recording.resume()
  expect(microphone.is).toBe('on')
  recording.send()
  expect(microphone.is).toBe('off')
  microphone = { is: 'on', label: '', deviceId: '' }
  await recording.start(false)
  recording.discard()
  expect(microphone.is).toBe('on')
})

it.each(['send', 'discard'] as const)('shuts the microphone again that was still opening at the %s', async (end) => {
  microphone = { is: 'off' }
  await recording.start(false)
  await recording.pause()
  const goingOn = recording.resume()
  recording[end]()
  await goingOn
  expect([microphone.is, recorder.state, recording.state.value.is]).toEqual(['off', 'stopped', 'idle'])
})

it('keeps its author off the air while it stands still, until it is sent or thrown away', async () => {
  await recording.start(false)
  await recording.pause()
  expect(mutes).toEqual([true])
  recording.send()
  expect(mutes).toEqual([true, false])
  recorder = new FakeRecorder()
  await recording.start(false)
  await recorder.stop() // it is as long as a message may be
  expect(mutes).toEqual([true, false, true])
  recording.discard()
  expect(mutes).toEqual([true, false, true, false])
})

it('puts nobody off the air who lets go and sends, but whoever was not heard by then', async () => {
  await hold(SHORTEST_MS, SHORTEST_MS)
  recording.release()
  expect(mutes).toEqual([])
  recorder = new FakeRecorder()
  await hold(SHORTEST_MS, SHORTEST_MS)
  recorder.warnings.add('no-sound')
  recording.release()
  expect(mutes).toEqual([true])
})

it('puts nobody on the air who leaves the room, nor off it who brings a message back', async () => {
  await recording.start(false)
  recording.discard()
  await undo?.()
  expect(recording.state.value.is).toBe('paused')
  expect(mutes).toEqual([])
  await recording.resume()
  await recording.pause()
  recording.dispose()
  expect(mutes).toEqual([true])
})

it('says why it did not begin, and begins when it is pressed again', async () => {
  refusal = new EarshotError('microphone-busy')
  await recording.start(false)
  expect(recording.state.value).toEqual({ is: 'failed', code: 'microphone-busy' })
  refusal = undefined
  await recording.start(false)
  expect(recording.state.value.is).toBe('recording')
})

it('stands still, and says why, where the microphone fails in the middle', async () => {
  await recording.start(false)
  recorder.error = new EarshotError('microphone-failed')
  await recorder.stop()
  expect(recording.state.value.is).toBe('paused')
  expect(recording.trouble.value).toBe('microphone-failed')
})

it('counts whole seconds while it records, so that nothing is drawn 25 times a second', async () => {
  await recording.start(false)
  recorder.says(1_999)
  expect(recording.durationMs.value).toBe(1_000)
  await recording.pause()
  expect(recording.durationMs.value).toBe(1_999)
})
