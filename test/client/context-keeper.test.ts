/** A context that is stopped, stands still or comes back, under the test's own clock. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ContextKeeper } from '../../src/client/context-keeper.ts'
import { FakeContext } from '../support/fake-context.ts'

let context: FakeContext
let keeper: ContextKeeper
let changes: boolean[]

beforeEach(() => {
  vi.useFakeTimers()
  context = new FakeContext()
  changes = []
  keeper = new ContextKeeper(context as unknown as AudioContext, () => {
    changes.push(keeper.isRunning)
    keeper.wakeUnasked()
  })
})

afterEach(() => {
  keeper.stop()
  context.end()
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('is interrupted when what ran runs no more', async () => {
  await pass(100)
  context.become('interrupted' as AudioContextState)
  expect([keeper.isRunning, keeper.isInterrupted, keeper.isSuspended]).toEqual([false, true, false])
})

it('that never ran is not interrupted', () => {
  context.state = 'suspended'
  const fresh = new ContextKeeper(context as unknown as AudioContext, () => undefined)
  expect([fresh.isInterrupted, fresh.isSuspended]).toEqual([false, true])
  fresh.stop()
})

it('is not touched while a call has it, and let run when that is over', async () => {
  context.become('interrupted' as AudioContextState)
  await pass(5_000)
  expect(context.resumes).toBe(0)
  context.become('suspended')
  await pass(500)
  expect([keeper.isRunning, context.resumes]).toEqual([true, 1])
})

it('asks once where a gesture is wanted, and runs at the gesture', async () => {
  context.mayResume = false
  context.become('suspended')
  await pass(10_000)
  expect([keeper.isRunning, context.resumes]).toEqual([false, 1])
  context.mayResume = true
  const woken = keeper.wake()
  await pass(100)
  expect(await woken).toBe(true)
})

it('runs at a gesture though an earlier try without one still waits', async () => {
  context.mayResume = false
  context.become('suspended')
  const early = keeper.wake()
  await pass(20)
  context.mayResume = true
  const woken = keeper.wake()
  await pass(100)
  expect([await early, await woken]).toEqual([true, true])
})

it('that says it runs and stands still is noticed, and started anew', async () => {
  await pass(2_000)
  context.isStuck = true
  context.stuckFor = 1
  await pass(2_500)
  expect(changes).toContain(false)
  await pass(3_000)
  expect([keeper.isRunning, changes.at(-1)]).toEqual([true, true])
})

it('that cannot be started anew is not said to run, nor restarted for ever', async () => {
  await pass(2_000)
  context.isStuck = true
  context.stuckFor = 1_000
  await pass(6_000)
  const { resumes } = context
  await pass(60_000)
  expect([keeper.isRunning, context.resumes]).toEqual([false, resumes])
})
