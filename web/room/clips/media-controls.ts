/**
 * The controls of the lock screen and of headsets (W3C Media Session): what plays, and what their keys do.
 * Browsers that know nothing of it are left alone.
 */

import { effect } from '@preact/signals'
import type { ClipPlayer } from './clip-player.ts'
import { isUnderWay } from './player-state.ts'

export interface Playing {
  /** Name and time: "Ada, 14:05". */
  title: string
  room: string
  durationMs: number
}

/** A tap on "back" or "forward" of a lock screen. */
const STEP_MS = 10_000

/** Ties the system's controls to a player until the returned function is called. */
export function bindMediaControls(player: ClipPlayer, playing: () => Playing | undefined): () => void {
  if (!('mediaSession' in navigator)) return () => {}
  const session = navigator.mediaSession
  const names = handle(session, player)
  const ends = [
    effect(() => showWhat(session, playing())),
    effect(() => {
      const state = player.state.value
      session.playbackState = state.is === 'idle' ? 'none' : isUnderWay(state) ? 'playing' : 'paused'
    }),
    effect(() => showWhere(session, player, playing()?.durationMs ?? 0)),
  ]
  return () => {
    for (const end of ends) end()
    for (const name of names) session.setActionHandler(name, null)
    session.metadata = null
    session.playbackState = 'none'
  }
}

function handle(session: MediaSession, player: ClipPlayer): MediaSessionAction[] {
  const seek = (by: number) => {
    const { clip } = player
    if (clip !== undefined) player.seek(clip, player.positionMs.peek() + by)
  }
  const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', () => player.clip !== undefined && player.play(player.clip)],
    ['pause', () => player.pause()],
    ['stop', () => player.stop()],
    ['nexttrack', () => player.step(1)],
    ['previoustrack', () => player.step(-1)],
    ['seekbackward', ({ seekOffset }) => seek(-(seekOffset === undefined ? STEP_MS : seekOffset * 1000))],
    ['seekforward', ({ seekOffset }) => seek(seekOffset === undefined ? STEP_MS : seekOffset * 1000)],
    ['seekto', ({ seekTime }) => seek((seekTime ?? 0) * 1000 - player.positionMs.peek())],
  ]
  return handlers.flatMap(([name, handler]) => (tryHandle(session, name, handler) ? [name] : []))
}

function tryHandle(session: MediaSession, name: MediaSessionAction, handler: MediaSessionActionHandler): boolean {
  try {
    session.setActionHandler(name, handler)
    return true
  } catch {
    return false // TypeError: this browser has no such key
  }
}

function showWhat(session: MediaSession, playing: Playing | undefined): void {
  session.metadata =
    playing === undefined ? null : new MediaMetadata({ title: playing.title, artist: playing.room, album: 'Earshot' })
}

/** Only when something begins, stops or jumps: the system counts on by itself in between. */
function showWhere(session: MediaSession, player: ClipPlayer, durationMs: number): void {
  const state = player.state.value
  const playbackRate = player.speed.value
  const positionMs = player.positionMs.peek()
  if (state.is === 'idle' || durationMs === 0) {
    session.setPositionState?.()
    return
  }
  const duration = durationMs / 1000
  session.setPositionState?.({ duration, playbackRate, position: Math.min(duration, positionMs / 1000) })
}
