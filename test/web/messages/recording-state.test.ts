/** Every way from one state of recording to another. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  hasRecording,
  IDLE,
  isHeld,
  nextRecording,
  type RecordingEvent,
  type RecordingState,
} from '../../../web/room/messages/recording-state.ts'

const HOLD: RecordingEvent = { type: 'press', held: true }
const CLICK: RecordingEvent = { type: 'press', held: false }
const FAIL: RecordingEvent = { type: 'fail', code: 'microphone-busy' }
const say = (type: Exclude<RecordingEvent['type'], 'press' | 'fail'>): RecordingEvent => ({ type })
const EVENTS = [HOLD, CLICK, FAIL, ...(['opened', 'lock', 'pause', 'resume', 'end'] as const).map(say)]

const after = (...events: RecordingEvent[]): RecordingState => events.reduce(nextRecording, IDLE)

it('is held, set free, stands still, goes on free, and ends', () => {
  expect(after(HOLD)).toEqual({ is: 'opening', held: true })
  expect(after(HOLD, say('opened'))).toEqual({ is: 'recording', held: true })
  expect(after(HOLD, say('opened'), say('lock'))).toEqual({ is: 'recording', held: false })
  expect(after(HOLD, say('opened'), say('pause'))).toEqual({ is: 'paused' })
  expect(after(HOLD, say('opened'), say('pause'), say('resume'))).toEqual({ is: 'recording', held: false })
  expect(after(HOLD, say('opened'), say('end'))).toBe(IDLE)
})

it('is free when the thumb went while the microphone was being opened', () => {
  expect(after(HOLD, say('lock'), say('opened'))).toEqual({ is: 'recording', held: false })
})

it('tells why it could not begin, and is begun again from there', () => {
  expect(after(CLICK, FAIL)).toEqual({ is: 'failed', code: 'microphone-busy' })
  expect(after(CLICK, FAIL, CLICK)).toEqual({ is: 'opening', held: false })
})

it('is one at a time: a press while there is something recorded begins nothing', () => {
  const paused = after(CLICK, say('opened'), say('pause'))
  expect(nextRecording(paused, HOLD)).toBe(paused)
})

it('is held only while a thumb can be on the button, and has something only once it has begun', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS)), (events) => {
      const state = after(...events)
      if (isHeld(state)) expect(['opening', 'recording']).toContain(state.is)
      if (hasRecording(state)) expect(events).toContainEqual(say('opened'))
    }),
  )
})
