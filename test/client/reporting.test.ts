/** When the room is told what arrives. `random` is 1/2. */

import { beforeEach, expect, it } from 'vitest'
import { Reporting } from '../../src/client/reporting.ts'
import { bundle } from '../../src/protocol/audio-message.ts'
import { spurt } from '../support/listener.ts'

let reporting: Reporting
beforeEach(() => {
  reporting = new Reporting(() => 0.5)
})

const hear = (slot: number) => reporting.heard(bundle(spurt(slot, 1)))

it('[C30] says nothing before it is asked', () => {
  hear(0)
  expect(reporting.nextDeadlineMs()).toBeUndefined()
  expect(reporting.tick(1e9)).toBeUndefined()
})

it('[C29] reports at the interval, an empty list too; the first comes somewhere within it', () => {
  reporting.every(2_000, 100)
  hear(0)
  expect(reporting.nextDeadlineMs()).toBe(1_100)
  expect(reporting.tick(1_099)).toBeUndefined()
  expect(reporting.tick(1_100)).toEqual([{ member: 1, slot: 0, received: 1, lost: 0 }])
  expect(reporting.nextDeadlineMs()).toBe(3_100)
  expect(reporting.tick(3_100)).toEqual([])
})

it('keeps its beat when the same interval is asked for again', () => {
  reporting.every(2_000, 0)
  reporting.tick(1_000)
  reporting.every(2_000, 2_500)
  expect(reporting.nextDeadlineMs()).toBe(3_000)
})

it('[C30] follows another interval, and stops at 0', () => {
  reporting.every(2_000, 0)
  reporting.every(10_000, 500)
  expect(reporting.nextDeadlineMs()).toBe(5_500)
  reporting.every(0, 600)
  expect(reporting.nextDeadlineMs()).toBeUndefined()
})

it('[C29] says nothing while deafened, and counts anew behind it', () => {
  reporting.every(2_000, 0)
  hear(0)
  reporting.deafen(true)
  expect(reporting.tick(1_000)).toBeUndefined()
  expect(reporting.nextDeadlineMs()).toBe(3_000)
  reporting.deafen(false)
  expect(reporting.tick(3_000)).toEqual([])
})

it('[C29] counts anew on each connection, and waits to be asked there', () => {
  reporting.every(2_000, 0)
  hear(0)
  reporting.reset()
  expect(reporting.nextDeadlineMs()).toBeUndefined()
  reporting.every(2_000, 5_000)
  expect(reporting.tick(6_000)).toEqual([])
})
