/** Rows for tests: a server that does well, but for what a test says. */

import type { Row } from '../../../bench/relay/row.ts'

export const WHEN = { measuredAt: '2026-11-20T10:00:00.000Z', machine: '2 cores, a processor' }

export const row = (but: Partial<Row> = {}): Row & typeof WHEN => ({
  server: 'earshot',
  version: 'Earshot 1',
  listeners: 200,
  speakers: 4,
  deliveredPerSecond: 39_800,
  deliveredShare: 1,
  p50Ms: 4,
  p99Ms: 20,
  cpuMicrosPerPacket: 5,
  busyShare: 0.2,
  rssMiB: 200,
  messagesPerSecond: 220,
  messagesOutPerSecond: 40_000,
  idleRssMiB: 100,
  joinedRssMiB: 150,
  rssPerSocketKiB: 256,
  generatorBusyShare: 0.3,
  turns: 3,
  ...WHEN,
  ...but,
})
