/**
 * The states of recording a message, and every way from one to another. Pure.
 */

import type { EarshotErrorCode } from '../../../src/client/index.ts'

export type RecordingState =
  | { is: 'idle' }
  /** The microphone is being opened. `held`: a thumb lies on the button. */
  | { is: 'opening'; held: boolean }
  | { is: 'recording'; held: boolean }
  /** It stands still: to be listened to, gone on with, sent or thrown away. */
  | { is: 'paused' }
  | { is: 'failed'; code: EarshotErrorCode }

export type RecordingEvent =
  | { type: 'press'; held: boolean }
  | { type: 'opened' }
  /** The thumb may go: it goes on by itself. */
  | { type: 'lock' }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'fail'; code: EarshotErrorCode }
  /** It was sent, thrown away, or its failure has been read. */
  | { type: 'end' }

export const IDLE: RecordingState = { is: 'idle' }

/** What does not concern a state leaves it as it is: the very same object. */
export function nextRecording(state: RecordingState, event: RecordingEvent): RecordingState {
  switch (event.type) {
    case 'press':
      return state.is === 'idle' || state.is === 'failed' ? { is: 'opening', held: event.held } : state
    case 'opened':
      return state.is === 'opening' ? { is: 'recording', held: state.held } : state
    case 'lock':
      return isHeld(state) ? { ...state, held: false } : state
    case 'pause':
      return state.is === 'recording' ? { is: 'paused' } : state
    case 'resume':
      return state.is === 'paused' ? { is: 'recording', held: false } : state
    case 'fail':
      return state.is === 'opening' ? { is: 'failed', code: event.code } : state
    case 'end':
      return IDLE
    default:
      return event satisfies never
  }
}

type Held = Extract<RecordingState, { is: 'opening' | 'recording' }>

export const isHeld = (state: RecordingState): state is Held =>
  (state.is === 'opening' || state.is === 'recording') && state.held

/** What has been recorded lies there, growing or not. */
export const hasRecording = (state: RecordingState): boolean => state.is === 'recording' || state.is === 'paused'
