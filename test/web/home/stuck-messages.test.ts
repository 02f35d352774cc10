/** What can be done with messages to a room that lets nobody in, on fakes of the SDK's messages and of an audio element. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { StuckMessages } from '../../../web/home/stuck-messages.ts'
import { FakeAudio } from '../../support/fake-audio.ts'

let outgoing: { id: string; state: string }[]
let drafts: { id: string; discard: () => void; restore: () => Promise<void> }[]
let change: () => void
let stuck: StuckMessages

beforeEach(() => {
  vi.useFakeTimers()
  outgoing = []
  drafts = []
  const on = (_: 'change', listener: () => void) => {
    const before = change
    change = () => {
      before()
      listener()
    }
    return () => undefined
  }
  change = () => undefined
  const messages = {
    get outgoing() {
      return outgoing
    },
    drafts: async () => drafts,
    on,
  }
  stuck = new StuckMessages(messages as never, new FakeAudio() as never)
})

afterEach(() => {
  stuck.dispose()
  vi.useRealTimers()
})

const draft = { id: 'D', discard: vi.fn(), restore: vi.fn(async () => undefined) }

it('has what waits, and once that was taken back, the draft', async () => {
  outgoing = [
    { id: 'D', state: 'waiting' },
    { id: 'S', state: 'sent' },
  ]
  change()
  expect([stuck.outgoing.value.map(({ id }) => id), stuck.count]).toEqual([['D'], 1])
  outgoing = []
  drafts = [draft]
  change()
  await vi.waitFor(() => expect(stuck.drafts.all.value.map(({ id }) => id)).toEqual(['D']))
  expect([stuck.outgoing.value, stuck.count]).toEqual([[], 1])
})

it('brings back what was thrown away, for a while', async () => {
  drafts = [draft]
  change()
  await vi.waitFor(() => expect(stuck.count).toBe(1))
  stuck.discard(draft as never)
  expect([stuck.count, draft.discard.mock.calls.length]).toEqual([0, 1])
  stuck.undo.value?.()
  await vi.waitFor(() => expect(stuck.count).toBe(1))
  expect([draft.restore.mock.calls.length, stuck.undo.value]).toEqual([1, undefined])
  stuck.discard(draft as never)
  vi.advanceTimersByTime(10_000)
  expect(stuck.undo.value).toBeUndefined()
})
