/** Whether a page asks before it is closed. */

import { afterEach, expect, it, vi } from 'vitest'
import { askBeforeClosing } from '../../../web/room/messages/closing-guard.ts'

afterEach(() => void vi.unstubAllGlobals())

it('asks as long as anything of any room is in the page alone', () => {
  const listeners: ((event: Event) => void)[] = []
  vi.stubGlobal('addEventListener', (name: string, listener: (event: Event) => void) => {
    if (name === 'beforeunload') listeners.push(listener)
  })
  const isAsked = () => {
    const closing = new Event('beforeunload', { cancelable: true })
    for (const listener of listeners) listener(closing)
    return closing.defaultPrevented
  }
  const [tapes, notes] = [{ needsPage: false }, { needsPage: false }]
  askBeforeClosing(tapes)
  askBeforeClosing(notes)
  askBeforeClosing(tapes)
  expect([listeners.length, isAsked()]).toEqual([1, false])
  tapes.needsPage = true
  expect(isAsked()).toBe(true)
  tapes.needsPage = false
  notes.needsPage = true
  expect(isAsked()).toBe(true)
  notes.needsPage = false
  expect(isAsked()).toBe(false)
})
