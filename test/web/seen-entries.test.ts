/** How far the messages of each room were looked at, in a browser with several tabs. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeStorage } from '../support/fake-storage.ts'

let storage: { restore(): void }

beforeEach(() => {
  storage = fakeStorage()
})
afterEach(() => storage.restore())

/** A page of its own. */
async function openTab() {
  vi.resetModules()
  return import('../../web/room/seen-entries.ts')
}

it('is kept of each room, whichever tab it is open in', async () => {
  const [one, other] = [await openTab(), await openTab()]
  const choir = one.seenIn('choir')
  choir.keep(50)
  other.seenIn('band').keep(7)
  choir.keep(51)
  const { seenIn } = await openTab()
  expect([seenIn('choir').upTo, seenIn('band').upTo, seenIn('hall').upTo]).toEqual([51, 7, undefined])
})

it('is as far as the tab that has come furthest, and may be less than that tab has thought', async () => {
  const [ahead, behind] = [(await openTab()).seenIn('choir'), (await openTab()).seenIn('choir')]
  ahead.keep(50)
  ahead.keep(49)
  behind.keep(40)
  behind.keep(41)
  expect((await openTab()).seenIn('choir').upTo).toBe(49)
})

it('is kept of the thirty rooms that were looked at last', async () => {
  const { seenIn } = await openTab()
  for (let index = 0; index < 31; index += 1) seenIn(`room ${index}`).keep(0)
  expect([0, 1, 30].map((index) => seenIn(`room ${index}`).upTo)).toEqual([undefined, 0, 0])
})

it('is known to the page alone where nothing can be stored', async () => {
  storage.restore()
  const { forgetSeen, seenIn } = await openTab()
  seenIn('choir').keep(3)
  expect(seenIn('choir').upTo).toBe(3)
  forgetSeen('choir')
  expect(seenIn('choir').upTo).toBeUndefined()
})
