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
/** The room has said where its log ends. */
let isLogKnown: boolean
/** What this browser remembers of the room. */
let seenUpTo: number | undefined
let unread: Unread

const text = (number: number, by: string): Entry => ({
  kind: 'text',
  number,
  atMs: number,
  id: `text ${number}`,
  by: { person: by, name: by },
  text: 'Hello',
})

const open = () => {
  unread = new Unread({
    room: {
      me: { person: 'me' },
      get lastEntry() {
        return isLogKnown ? (entries.peek().at(-1)?.number ?? 0) : undefined
      },
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
    seen: {
      upTo: seenUpTo,
      keep: (upTo) => {
        seenUpTo = upTo
      },
    },
  })
}

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false })
  entries.value = []
  heard.value = new Set()
  asked = 0
  isOut = false
  isLogKnown = true
  seenUpTo = undefined
})
afterEach(() => {
  unread.dispose()
  vi.unstubAllGlobals()
})

it('counts what was missed before, clips once it is known who has heard them, until the messages are looked at', () => {
  seenUpTo = 1
  open()
  expect(asked).toBe(0)
  const [first, second] = [clipEntry(2, 'a', 'ada'), clipEntry(3, 'b', 'ada')]
  entries.value = [text(1, 'ada'), first, second, text(4, 'ada'), text(5, 'me'), text(6, 'bob')]
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

it('counts texts on from where this browser looked the last time, however one comes in', () => {
  open()
  entries.value = [text(1, 'ada'), text(2, 'ada')]
  expect(unread.count.value, 'the past of a room that is new to one').toBe(0)
  unread.show(true)
  unread.show(false)
  entries.value = [...entries.value, text(3, 'ada')]
  unread.hear(text(3, 'ada'), true)
  expect(unread.count.value).toBe(1)
  unread.dispose()

  entries.value = []
  open()
  entries.value = [1, 2, 3, 4].map((number) => text(number, 'ada'))
  expect(unread.count.value, 'what was not looked at, and what came since').toBe(2)
  unread.show(true)
  expect([unread.count.value, seenUpTo]).toEqual([0, 4])
})

it('counts voice messages on from there, too, though nobody here has played those of before', () => {
  open()
  entries.value = [clipEntry(1, 'a', 'ada')]
  told()
  expect(unread.count.value, 'the past of a room that is new to one').toBe(0)
  const live = clipEntry(2, 'b', 'ada')
  entries.value = [...entries.value, live]
  unread.hear(live, true)
  expect(unread.count.value).toBe(1)
  unread.show(true)
  expect([unread.count.value, seenUpTo]).toEqual([0, 2])
  unread.dispose()

  entries.value = []
  open()
  entries.value = [clipEntry(1, 'a', 'ada'), live]
  told()
  expect(unread.count.value, 'nothing has come since they were looked at').toBe(0)
  entries.value = [...entries.value, clipEntry(3, 'c', 'ada')]
  expect(unread.count.value, 'replayed').toBe(1)
})

it('counts the first text of a room, also where it is looked at only in another visit', () => {
  open()
  entries.value = [text(1, 'ada')]
  unread.hear(text(1, 'ada'), true)
  expect(unread.count.value).toBe(1)
  unread.dispose()
  open()
  expect(unread.count.value).toBe(1)
})

it('counts what was written since one looked at a room in which there was nothing', () => {
  open()
  unread.show(true)
  unread.dispose()
  open()
  entries.value = [1, 2, 3].map((number) => text(number, 'ada'))
  expect(unread.count.value).toBe(3)
})

it('takes no log for empty that has not come yet', () => {
  isLogKnown = false
  open()
  unread.show(true)
  expect(seenUpTo).toBeUndefined()
  unread.dispose()
  open()
  isLogKnown = true
  entries.value = [text(1, 'ada'), text(2, 'ada')]
  expect([unread.count.value, seenUpTo]).toEqual([0, 2])
})

it('counts texts that came while the line was down', () => {
  seenUpTo = 1
  open()
  entries.value = [text(1, 'ada')]
  entries.value = [text(1, 'ada'), text(2, 'ada')] // replayed
  expect(unread.count.value).toBe(1)
  unread.show(true)
  entries.value = [...entries.value, text(3, 'ada')]
  expect([unread.count.value, seenUpTo]).toEqual([0, 3])
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
  expect(unread.count.value).toBe(1)
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
