/** What is said of devices that come and go; the clock is the test's. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AudioDevice, AudioDevices, DeviceChange } from '../../../src/client/index.ts'
import { type DevicesInUse, PlugNews } from '../../../web/devices/plug-news.ts'

const TAKEN_WITHIN_MS = 1_500
const READ_MS = 10_000

const device = (groupId: string, kind: string): AudioDevice => ({
  deviceId: `${groupId} ${kind}`,
  groupId,
  label: `${groupId} ${kind}`,
})
/** As Chromium lists them; the first is the system's choice. */
function plugged(...groups: string[]): AudioDevices {
  const ofKind = (kind: string) => {
    const [first] = groups
    const alias =
      first === undefined ? [] : [{ ...device(first, kind), deviceId: 'default', label: `Default - ${first} ${kind}` }]
    return [...alias, ...groups.map((group) => device(group, kind))]
  }
  return { microphones: ofKind('microphone'), speakers: ofKind('speaker') }
}

let inUse: DevicesInUse
let news: PlugNews

beforeEach(() => {
  vi.useFakeTimers()
  inUse = { microphone: 'default', speaker: '', chosen: ['', ''] }
  news = new PlugNews(() => inUse)
  news.look(plugged('A'))
})

afterEach(() => {
  news.stop()
  vi.useRealTimers()
})

const offered = (): (string | undefined)[] => {
  const { microphone, speaker } = news.offer.value ?? {}
  return [microphone?.label, speaker?.label]
}
const NOTHING = [undefined, undefined]

describe('an offer', () => {
  it('is made of what is plugged in, once it could have been taken by itself', () => {
    news.look(plugged('A', 'B'))
    expect(offered()).toEqual(NOTHING)
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    expect(offered()).toEqual(['B microphone', 'B speaker'])
  })

  it('is not made of what the system has chosen, where nobody else chose', () => {
    news.look(plugged('B', 'A'))
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    expect(offered()).toEqual(NOTHING)
  })

  it('is made of it where somebody has chosen another', () => {
    inUse = { microphone: 'A microphone', speaker: 'A speaker', chosen: ['A microphone', 'A speaker'] }
    news.look(plugged('B', 'A'))
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    expect(offered()).toEqual(['B microphone', 'B speaker'])
  })

  it('is not made of what was chosen before', () => {
    inUse = { microphone: 'default', speaker: '', chosen: ['B microphone', 'B speaker'] }
    news.look(plugged('A', 'B'))
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    expect(offered()).toEqual(NOTHING)
  })

  it('ends when what is offered is gone', () => {
    news.look(plugged('A', 'B'))
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    news.look(plugged('A'))
    expect(offered()).toEqual(NOTHING)
  })

  it('ends when it is declined', () => {
    news.look(plugged('A', 'B'))
    news.decline()
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    expect(offered()).toEqual(NOTHING)
  })

  it('is not made of devices that get their names when a microphone is allowed', () => {
    const nameless = { microphones: [{ deviceId: '', label: '' }], speakers: [] }
    const fresh = new PlugNews(() => inUse)
    fresh.look(nameless)
    fresh.look(plugged('A', 'B'))
    vi.advanceTimersByTime(TAKEN_WITHIN_MS)
    expect(fresh.offer.value).toBe(undefined)
  })
})

describe('a change', () => {
  const change = (kind: DeviceChange['kind'], why: DeviceChange['why']): DeviceChange => ({
    kind,
    why,
    from: 'A',
    to: 'B',
  })

  it('of microphone and speaker of one headset is one', () => {
    news.tell(change('speaker', 'lost'))
    news.tell(change('microphone', 'lost'))
    expect(Object.keys(news.changes.value ?? {}).toSorted()).toEqual(['microphone', 'speaker'])
    news.tell(change('microphone', 'returned'))
    expect(Object.keys(news.changes.value ?? {})).toEqual(['microphone'])
  })

  it('is said for a while, but a loss until it has been read', () => {
    news.tell(change('microphone', 'lost'))
    vi.advanceTimersByTime(2 * READ_MS)
    expect(news.changes.value?.microphone?.why).toBe('lost')
    news.tell(change('microphone', 'returned'))
    vi.advanceTimersByTime(READ_MS)
    expect(news.changes.value).toBe(undefined)
    news.tell(change('microphone', 'lost'))
    news.dismiss()
    expect(news.changes.value).toBe(undefined)
  })
})
