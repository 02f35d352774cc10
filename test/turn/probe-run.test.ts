/** A run of probes, under a clock of its own. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readOwnServers } from '../../src/turn/own-servers.ts'
import { type RunMeans, runProbes } from '../../src/turn/probe-run.ts'

const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))
const asked: number[] = []
let under = 0
let most = 0

/** Probes that take as long as a probe may. */
const means: RunMeans = {
  probe: async () => {
    const number = asked.push(Date.now())
    under += 1
    most = Math.max(most, under)
    await wait(999)
    under -= 1
    return number
  },
  wait,
  now: () => Date.now(),
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
  asked.length = 0
  most = 0
})

afterEach(() => {
  vi.useRealTimers()
})

it('asks ten times, a second apart, and keeps the answers in their order', async () => {
  const running = runProbes(readOwnServers('turn:a.example').servers, means)
  await vi.runAllTimersAsync()
  expect(asked).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000])
  expect(await running).toEqual([
    { server: 'turn:a.example:3478', endedAtMs: 9_999, probes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  ])
})

it('asks no more than five servers at a time, and all of them, within their minute', async () => {
  const { servers } = readOwnServers(Array.from({ length: 20 }, (_, index) => `turn:turn${index}.example`).join(' '))
  const running = runProbes(servers, means)
  await vi.runAllTimersAsync()
  const runs = await running
  expect(runs.map(({ server }) => server)).toEqual(servers.map(({ name }) => name))
  expect(runs.every(({ probes }) => probes.length === 10)).toBe(true)
  expect([asked.length, most]).toEqual([200, 5])
  expect(runs.at(-1)?.endedAtMs).toBeLessThan(45_000)
})
