/** What is said of somebody who speaks while they are muted, and for how long. */

import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Room } from '../../src/client/index.ts'
import { MutedRemark } from '../../web/room/muted-remark.ts'

const me = signal({ muted: true })
let warn: (warning: string) => void
let remark: MutedRemark

beforeEach(() => {
  vi.useFakeTimers()
  me.value = { muted: true }
  const on = (_: string, listener: unknown) => {
    warn = listener as typeof warn
    return () => undefined
  }
  remark = new MutedRemark({ on: on as Room['on'] }, me)
})
afterEach(() => {
  remark.dispose()
  vi.useRealTimers()
})

it('stays for five seconds from what was said last', () => {
  warn('talking-while-muted')
  vi.advanceTimersByTime(4_000)
  warn('talking-while-muted')
  vi.advanceTimersByTime(4_999)
  expect(remark.isShown.value).toBe(true)
  vi.advanceTimersByTime(1)
  expect(remark.isShown.value).toBe(false)
})

it('goes at once when one is live again, by whatever, and does not come back by being muted', () => {
  warn('talking-while-muted')
  me.value = { muted: false }
  expect(remark.isShown.value).toBe(false)
  me.value = { muted: true }
  expect(remark.isShown.value).toBe(false)
})

it('is none of other warnings', () => {
  warn('silenced')
  expect(remark.isShown.value).toBe(false)
})
