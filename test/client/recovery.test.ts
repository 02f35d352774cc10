/** What the system takes away, told and fetched back; the clock is the test's. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ContextKeeper } from '../../src/client/context-keeper.ts'
import { type Interruption, Recovery } from '../../src/client/recovery.ts'
import { FakeContext } from '../support/fake-context.ts'

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

/** A browser that resumes within the user's activation only, as HTML §6.4.2 has it. */
describe('a tap on a page whose sound the browser holds', () => {
  let context: FakeContext
  let page: EventTarget
  let keeper: ContextKeeper
  let stops: (() => void)[]

  beforeEach(() => {
    context = new FakeContext()
    context.mayResume = false
    page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('document', new EventTarget())
    keeper = new ContextKeeper(context as unknown as AudioContext, () => undefined)
    const microphone = { microphone: undefined, isMissing: false, reopen: async () => undefined }
    const held = new Recovery({ keeper, microphone, told: () => undefined, failed: () => undefined })
    context.become('suspended')
    stops = [held.listen(), () => keeper.stop(), () => held.stop(), () => context.end()]
  })

  afterEach(() => {
    for (const stop of stops) stop()
    vi.unstubAllGlobals()
  })

  function gesture(type: string, pointerType: string, counts: boolean): void {
    context.mayResume = counts
    page.dispatchEvent(Object.assign(new Event(type), { pointerType }))
    context.mayResume = false
  }

  it.each(['pointerup', 'touchend'])('resumes at its %s: that it goes down is no activation', async (type) => {
    gesture('pointerdown', 'touch', false)
    expect(context.resumes).toBe(0)
    await vi.advanceTimersByTimeAsync(80)
    gesture(type, 'touch', true)
    await vi.advanceTimersByTimeAsync(80)
    expect(keeper.isRunning).toBe(true)
  })

  it('resumes at each, though what an earlier one asked for still waits', async () => {
    gesture('touchend', 'touch', false)
    await vi.advanceTimersByTimeAsync(80)
    gesture('touchend', 'touch', true)
    await vi.advanceTimersByTimeAsync(80)
    expect(keeper.isRunning).toBe(true)
  })

  it('resumes where a mouse goes down', async () => {
    gesture('pointerdown', 'mouse', true)
    await vi.advanceTimersByTimeAsync(80)
    expect(keeper.isRunning).toBe(true)
  })
})
