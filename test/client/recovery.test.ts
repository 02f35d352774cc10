/** What the system takes away, told and fetched back; the clock is the test's. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Interruption, Recovery } from '../../src/client/recovery.ts'

let state: { silenced: boolean; over: boolean; missing: boolean; running: boolean; opens: boolean; wakes: boolean }
let told: Interruption[]
let did: string[]
let errors: unknown[]
let recovery: Recovery

beforeEach(() => {
  vi.useFakeTimers()
  state = { silenced: false, over: false, missing: false, running: true, opens: true, wakes: true }
  told = []
  did = []
  errors = []
  recovery = new Recovery({
    keeper: {
      get isRunning() {
        return state.running
      },
      get isInterrupted() {
        return !state.running
      },
      isSuspended: false,
      wake: async () => {
        if (!state.running) did.push('wake')
        state.running ||= state.wakes
        return state.running
      },
    },
    microphone: {
      get microphone() {
        const close = () => undefined
        const { silenced: isSilenced, over: isOver } = state
        const open = { deviceId: 'A', label: 'A', isSilenced, isOver, takeOver: close, leave: close, close }
        return state.missing ? undefined : open
      },
      get isMissing() {
        return state.missing
      },
      reopen: async () => {
        did.push('reopen')
        if (!state.opens) throw new Error('The call goes on.')
        Object.assign(state, { silenced: false, over: false, missing: false })
      },
    },
    told: (interruption) => told.push(interruption),
    failed: (error) => errors.push(error),
  })
})

afterEach(() => {
  vi.useRealTimers()
})

const PASSING_MS = 400

it('says nothing of what passes in a moment', () => {
  state.silenced = true
  recovery.look()
  vi.advanceTimersByTime(PASSING_MS - 1)
  state.silenced = false
  recovery.look()
  vi.advanceTimersByTime(PASSING_MS)
  expect(told).toEqual([])
})

it('says what is taken away, and at once what is given back', () => {
  state.silenced = true
  recovery.look()
  vi.advanceTimersByTime(PASSING_MS)
  expect(told).toEqual([{ microphone: true, sound: false }])
  state.silenced = false
  recovery.look()
  expect(told.at(-1)).toEqual({ microphone: false, sound: false })
})

it('fetches both back by one tap', async () => {
  Object.assign(state, { silenced: true, running: false })
  recovery.look()
  vi.advanceTimersByTime(PASSING_MS)
  expect(recovery.interruption).toEqual({ microphone: true, sound: true })
  expect(await recovery.recover()).toBe(true)
  expect(did).toEqual(['reopen', 'wake'])
  expect(recovery.interruption).toEqual({ microphone: false, sound: false })
})

it.each(['silenced', 'over', 'missing'] as const)('opens a microphone anew that is %s', async (what) => {
  state[what] = true
  expect(await recovery.recover()).toBe(true)
  expect(did).toEqual(['reopen'])
})

it('leaves alone what works', async () => {
  expect(await recovery.recover()).toBe(true)
  expect(did).toEqual([])
})

it('says so when a call lasts', async () => {
  Object.assign(state, { silenced: true, opens: false, wakes: false, running: false })
  expect(await recovery.recover()).toBe(false)
  expect(errors).toHaveLength(1)
})

it('does it once when it is asked twice', async () => {
  state.missing = true
  await Promise.all([recovery.recover(), recovery.recover()])
  expect(did).toEqual(['reopen'])
})
