/**
 * How long a voice is gone while devices change: by the packets that leave, and by the clock of what is played. A few changes
 * of each kind, of which most must be well: once a machine may stand still for a moment, and the sound with it. The long
 * series are a bench's (bench/devices.ts).
 */

import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  callsTaken,
  microphoneClosed,
  microphonesChosen,
  microphonesPlugged,
  speakersChosen,
  speakersPlugged,
} from '../../bench/devices/changes.ts'
import { DeviceLab } from '../../bench/devices/lab.ts'
import { median } from '../../bench/statistics.ts'
import { sharedEarshot } from '../support/shared-earshot.ts'

/** Even, so that every device has its turn as often as the other. */
const CHANGES = 4
const ALLOWED_GAP_MS = 100
/** What one would call at once. */
const AT_ONCE_MS = 500
const CLOSED_MS = 200

let lab: DeviceLab

beforeAll(async () => {
  lab = await DeviceLab.open(await sharedEarshot())
})

afterAll(() => lab?.close())

/** Says all of it. */
function usual(name: string, all: readonly number[]): number {
  console.log(`${name}: ${all.join(' ')} ms`)
  return median(all)
}

it('sees a gap where there is one', async () => {
  const [gap] = await microphoneClosed(lab, CLOSED_MS)
  expect(gap).toBeGreaterThanOrEqual(0.95 * CLOSED_MS)
})

it('a change of microphone leaves no gap', async () => {
  const from = lab.listener.packets.length
  const gaps = await microphonesChosen(lab, CHANGES)
  expect(usual('Gap at a change of microphone', gaps)).toBeLessThanOrEqual(ALLOWED_GAP_MS)
  const slots = lab.listener.packets.slice(from).map(({ slot }) => slot)
  const steps = slots.slice(1).map((slot, index) => slot - (slots[index] ?? 0))
  expect(Math.max(...steps), 'slots between two packets').toBe(2)
})

it('a microphone that is unplugged is replaced at once, and taken again without a gap', async () => {
  const before = (await lab.changes('microphone')).length
  const { lostMs, returnedMs } = await microphonesPlugged(lab, CHANGES / 2)
  const changes = (await lab.changes('microphone')).slice(before)
  expect(changes).toEqual(Array.from({ length: CHANGES / 2 }, () => ['microphone lost', 'microphone returned']).flat())
  expect(usual('Gap until a lost microphone is replaced', lostMs)).toBeLessThanOrEqual(AT_ONCE_MS)
  expect(usual('Gap when it is back', returnedMs)).toBeLessThanOrEqual(ALLOWED_GAP_MS)
})

it('a change of speaker leaves no gap', async () => {
  const pauses = await speakersChosen(lab, CHANGES)
  expect(usual('Pause in playing at a change of speaker', pauses)).toBeLessThanOrEqual(ALLOWED_GAP_MS)
})

it('a speaker that is unplugged is left at once, and taken again', async () => {
  const before = (await lab.changes('speaker')).length
  const pauses = await speakersPlugged(lab, CHANGES / 2)
  const changes = (await lab.changes('speaker')).slice(before)
  expect(changes).toEqual(Array.from({ length: CHANGES / 2 }, () => ['speaker lost', 'speaker returned']).flat())
  expect(usual('Pause in playing when it is lost or back', pauses)).toBeLessThanOrEqual(ALLOWED_GAP_MS)
})

it('after a call one tap brings microphone and sound back', async () => {
  expect(usual('From the tap until the voice arrives', await callsTaken(lab, 2))).toBeLessThanOrEqual(2_000)
})
