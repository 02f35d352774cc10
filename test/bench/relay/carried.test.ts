/** How large an audience is carried, and where to look next. */

import { expect, it } from 'vitest'
import { between, isCarried } from '../../../bench/relay/carried.ts'
import { row } from './rows.ts'

it('is carried when nearly everything comes, and in time', () => {
  expect(isCarried(row({ deliveredShare: 0.999, p99Ms: 100 }))).toBe(true)
  expect(isCarried(row({ deliveredShare: 0.9989, p99Ms: 100 }))).toBe(false)
  expect(isCarried(row({ deliveredShare: 1, p99Ms: 100.01 }))).toBe(false)
})

it('is not carried when nothing was measured', () => {
  expect(isCarried(row({ deliveredShare: 0, p99Ms: null }))).toBe(false)
  expect(isCarried({ server: 'bun', missing: 'install it' })).toBe(false)
})

it('is looked for halfway, in hundreds', () => {
  expect(between(1000, 2000)).toBe(1500)
  expect(between(1500, 2000)).toBe(1800)
})

it('is known well enough within a tenth, or when the first step is not carried', () => {
  expect(between(1900, 2000)).toBeUndefined()
  expect(between(0, 500)).toBeUndefined()
})

it('is never looked for at one of the ends', () => {
  expect(between(100, 200)).toBeUndefined()
})
