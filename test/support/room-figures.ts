/** Figures of a room as the SDK tells them once a second: all is well, but for what a test says. */

import type { ConnectionStatistics, RoomStatistics, SpeakerStatistics } from '../../src/client/index.ts'

export const speakerFigures = (changes: Partial<SpeakerStatistics> = {}): SpeakerStatistics => ({
  member: 2,
  delayMs: 40,
  targetMs: 40,
  jitterMs: 3,
  driftPpm: 0,
  playedMs: 1_000,
  concealedMs: 0,
  recoveredMs: 0,
  lateMs: 0,
  droppedMs: 0,
  stretchedMs: 0,
  isPlaying: true,
  concealedShare: 0,
  quality: 'good',
  ...changes,
})

export const connectionFigures = (changes: Partial<ConnectionStatistics> = {}): ConnectionStatistics => ({
  path: 'relay',
  rttMs: 30,
  quality: 'good',
  bitrate: 32_000,
  messageMs: 20,
  ...changes,
})

export const roomFigures = (changes: Partial<RoomStatistics> = {}): RoomStatistics => ({
  atMs: 0,
  connection: connectionFigures(),
  speakers: [],
  lagMs: 0,
  quality: 'good',
  ...changes,
})
