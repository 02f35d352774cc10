/**
 * The states of the one player of a room, and every way from one to another. Pure.
 */

/** Why a clip does not play: no connection; it has been deleted; or the browser could not. */
export type PlayFailure = 'offline' | 'gone' | 'unplayable'

export type PlayerState =
  | { is: 'idle' }
  /** Asked to play; sound has not begun, or has run dry. */
  | { is: 'loading'; clip: string }
  | { is: 'playing'; clip: string }
  | { is: 'paused'; clip: string }
  | { is: 'failed'; clip: string; why: PlayFailure }

export type PlayerEvent =
  | { type: 'play'; clip: string }
  | { type: 'sounds' }
  | { type: 'waits' }
  | { type: 'pause' }
  | { type: 'fail'; why: PlayFailure }
  | { type: 'stop' }

export const IDLE: PlayerState = { is: 'idle' }

/** What does not concern a state leaves it as it is: the very same object. */
export function nextState(state: PlayerState, event: PlayerEvent): PlayerState {
  switch (event.type) {
    case 'play':
      return { is: 'loading', clip: event.clip }
    case 'sounds':
      return state.is === 'loading' ? { is: 'playing', clip: state.clip } : state
    case 'waits':
      return state.is === 'playing' ? { is: 'loading', clip: state.clip } : state
    case 'pause':
      return isUnderWay(state) ? { is: 'paused', clip: state.clip } : state
    case 'fail':
      return isUnderWay(state) ? { is: 'failed', clip: state.clip, why: event.why } : state
    case 'stop':
      return IDLE
    default:
      return event satisfies never
  }
}

/** It plays, or would if it could. */
export const isUnderWay = (state: PlayerState): state is Extract<PlayerState, { is: 'loading' | 'playing' }> =>
  state.is === 'loading' || state.is === 'playing'

/** The clip that the player is at, whatever it does with it. */
export const clipOf = (state: PlayerState): string | undefined => (state.is === 'idle' ? undefined : state.clip)
