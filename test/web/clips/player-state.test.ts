/** The player's states: each way from one to another, and that everything else leaves them alone. */

import { describe, expect, it } from 'vitest'
import { nextState, type PlayerEvent, type PlayerState } from '../../../web/room/clips/player-state.ts'

const STATES: PlayerState[] = [
  { is: 'idle' },
  { is: 'loading', clip: 'a' },
  { is: 'playing', clip: 'a' },
  { is: 'paused', clip: 'a' },
  { is: 'failed', clip: 'a', why: 'offline' },
]

const after = (event: PlayerEvent) => Object.fromEntries(STATES.map((state) => [state.is, nextState(state, event).is]))

describe('the player', () => {
  it('plays from anywhere, and only then waits for sound', () => {
    for (const state of STATES)
      expect(nextState(state, { type: 'play', clip: 'b' })).toEqual({ is: 'loading', clip: 'b' })
  })

  it.each([
    ['sounds', { type: 'sounds' }, { loading: 'playing' }],
    ['waits', { type: 'waits' }, { playing: 'loading' }],
    ['pause', { type: 'pause' }, { loading: 'paused', playing: 'paused' }],
    ['fail', { type: 'fail', why: 'gone' }, { loading: 'failed', playing: 'failed' }],
    ['stop', { type: 'stop' }, { loading: 'idle', playing: 'idle', paused: 'idle', failed: 'idle' }],
  ] as const)('%s moves these states and no others', (_, event, moved) => {
    const unmoved = Object.fromEntries(STATES.map(({ is }) => [is, is]))
    expect(after(event)).toEqual({ ...unmoved, ...moved })
  })

  it('stays the very same where nothing changes', () => {
    const paused: PlayerState = { is: 'paused', clip: 'a' }
    expect(nextState(paused, { type: 'sounds' })).toBe(paused)
  })
})
