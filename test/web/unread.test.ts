/** What is new in a room, on the button of its messages. */

import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Entry } from '../../src/client/index.ts'
import type { PlayableEntry } from '../../web/room/clips/next-to-play.ts'
import { Unread } from '../../web/room/unread.ts'
import { clipEntry } from '../support/clip-entries.ts'

const entries = signal<readonly Entry[]>([])
const heard = signal<ReadonlySet<string>>(new Set())
let told: () => void
let asked: number
let isOut: boolean
let unread: Unread

const open = (missedTexts = 0) => {
  unread = new Unread({
    room: {
      on: (_, listener) => {
        told = listener as () => void
        return () => undefined
      },
      clips: {
        page: async () => {
          asked += 1
          if (isOut) throw new Error('unreachable')
          return { clips: [], next: null } as never
        },
      },
    },
    entries,
    listening: { isNew: ({ by, clip }: PlayableEntry) => by.person !== 'me' && !heard.value.has(clip.id) },
    missedTexts,
  })
}

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false })
  entries.value = []
  heard.value = new Set()
  asked = 0
  isOut = false
})
afterEach(() => {
  unread.dispose()
  vi.unstubAllGlobals()
})

it('counts what was missed before, once it is known who has heard it, until the messages are looked at', () => {
  open(2)
  expect(asked).toBe(0)
  const [first, second] = [clipEntry(1, 'a', 'ada'), clipEntry(2, 'b', 'ada')]
  entries.value = [first, second, clipEntry(3, 'c', 'me')]
  expect(unread.count.value).toBe(2)
  heard.value = new Set([first.clip.id])
  told()
  expect(unread.count.value).toBe(3)
  unread.show(true)
  expect(unread.count.value).toBe(0)
  unread.show(false)
  expect(unread.count.value).toBe(0)
  expect(asked).toBe(1)
})

it('asks again with what comes next, where nobody answered', async () => {
  isOut = true
  open()
  entries.value = [clipEntry(1, 'a', 'ada')]
  await Promise.resolve() // nobody answers
  isOut = false
  entries.value = [clipEntry(1, 'a', 'ada'), clipEntry(2, 'b', 'ada')]
  expect(asked).toBe(2)
})

it('counts what comes while nobody looks, once, and nothing that does not concern one', () => {
  open()
  const live = clipEntry(4, 'd', 'ada')
  entries.value = [clipEntry(1, 'a', 'ada'), live]
  unread.hear(live, true)
  unread.hear(clipEntry(5, 'e', 'ada'), false)
  told()
  expect(unread.count.value).toBe(2)
  unread.show(true)
  unread.hear(clipEntry(6, 'f', 'ada'), true)
  expect(unread.count.value).toBe(0)
})

it('counts what comes while the page is behind another, until somebody is back', () => {
  open()
  unread.show(true)
  vi.stubGlobal('document', { hidden: true })
  unread.hear(clipEntry(4, 'd', 'ada'), true)
  expect(unread.count.value).toBe(1)
  vi.stubGlobal('document', { hidden: false })
  unread.look()
  expect(unread.count.value).toBe(0)
})
