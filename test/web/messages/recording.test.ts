/** Recording a message on a fake recorder: what a thumb, a key and a failing microphone lead to. */

import { beforeEach, expect, it, vi } from 'vitest'
import type { RecordingWarning, SendOptions } from '../../../src/client/index.ts'
import { EarshotError } from '../../../src/client/index.ts'
import type { MicrophoneState } from '../../../web/devices/desk.ts'
import { CANCEL_AT_PX, LOCK_AT_PX, pullOf, TAP_MS } from '../../../web/room/messages/hold-gesture.ts'
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
let now = 0

beforeEach(() => {
  now = 1_000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  recorder = new FakeRecorder()
  microphone = { is: 'on', label: '', deviceId: '' }
  refusal = undefined
  undo = undefined
  recording = new Recording({
    record: async () => {
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
  await hold(TAP_MS, 2_000)
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
