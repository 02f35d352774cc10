/** One speaker in the place of another, with devices that play or do not as told. */

import { beforeEach, expect, it } from 'vitest'
import type { DeviceChange } from '../../src/client/device-change.ts'
import { SpeakerSwitch } from '../../src/client/speaker-switch.ts'

let plugged: string[]
/** What was played through, one after the other. */
let used: string[]
let changes: Omit<DeviceChange, 'kind'>[]
let failing: string[]
let speakers: SpeakerSwitch

beforeEach(() => {
  plugged = ['A', 'B']
  used = []
  changes = []
  failing = []
  speakers = new SpeakerSwitch({
    use: async (deviceId) => {
      if (deviceId !== '' && !plugged.includes(deviceId)) throw new DOMException('', 'NotFoundError')
      if (failing.includes(deviceId)) throw new DOMException('', 'AbortError')
      used.push(deviceId)
    },
    listed: async () => plugged.map((deviceId) => ({ deviceId, groupId: '', label: `Speaker ${deviceId}` })),
    replaced: ({ why, from, to }) => changes.push({ why, from, to }),
  })
})

async function plug(...devices: string[]): Promise<void> {
  plugged = devices
  await speakers.look()
}

it('that is unplugged gives its place to the system’s choice, and takes it back', async () => {
  await speakers.choose('B')
  await plug('A')
  expect(speakers.inUse).toBe('')
  await plug('A', 'B')
  expect([speakers.inUse, used]).toEqual(['B', ['B', '', 'B']])
  expect(changes).toEqual([
    { why: 'lost', from: 'Speaker B', to: '' },
    { why: 'returned', from: '', to: 'Speaker B' },
  ])
})

it('that is not plugged in is taken when it is', async () => {
  await expect(speakers.choose('C')).rejects.toThrow(DOMException)
  expect(speakers.inUse).toBe('')
  await plug('A', 'B', 'C')
  expect(speakers.inUse).toBe('C')
})

it('that fails leaves the one before, and is not tried again', async () => {
  await speakers.choose('A')
  failing = ['B']
  await expect(speakers.choose('B')).rejects.toThrow(DOMException)
  failing = []
  await plug('A')
  await plug('A', 'B')
  expect([speakers.inUse, used, changes]).toEqual(['A', ['A'], []])
})

it('that fails late does not undo a later choice', async () => {
  failing = ['A']
  const choosing = speakers.choose('A').catch(() => undefined)
  await speakers.choose('B')
  await choosing
  await plug('A')
  await plug('A', 'B')
  expect([speakers.inUse, used]).toEqual(['B', ['B', '', 'B']])
})

it('that fails behind another that failed leaves what was chosen before both', async () => {
  await speakers.choose('A')
  plugged = ['A', 'B', 'C']
  failing = ['B', 'C']
  await Promise.allSettled([speakers.choose('B'), speakers.choose('C')])
  failing = []
  await plug('A')
  await plug('A', 'B', 'C')
  await plug('B', 'C')
  await plug('A', 'B', 'C')
  expect([speakers.inUse, used]).toEqual(['A', ['A', '', 'A']])
})

it('that stops playing while it is listed is left, and taken again when something changes', async () => {
  await speakers.choose('B')
  await speakers.fail()
  expect([speakers.inUse, changes.at(-1)?.why]).toEqual(['', 'lost'])
  await plug('A', 'B')
  expect([speakers.inUse, changes.at(-1)?.why]).toEqual(['B', 'returned'])
})

it('is the system’s affair where nothing was chosen', async () => {
  await plug('A', 'B')
  await plug('B')
  await speakers.fail()
  expect([used, changes]).toEqual([[], []])
})
