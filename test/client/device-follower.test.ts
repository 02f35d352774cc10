/** What a change of what is plugged in asks for, by the lists that browsers give. */

import { beforeEach, describe, expect, it } from 'vitest'
import { DeviceFollower, type PluggedDevice, plainLabel, systemDevice } from '../../src/client/device-follower.ts'

const device = (deviceId: string, label = deviceId): PluggedDevice => ({ deviceId, groupId: `of ${deviceId}`, label })
const chromiumsDefault = (of: string): PluggedDevice => ({
  ...device('default', `Default - ${of}`),
  groupId: `of ${of}`,
})
/** Before the user has allowed a microphone. */
const NAMELESS: PluggedDevice = { deviceId: '', groupId: '', label: '' }

let follower: DeviceFollower
beforeEach(() => {
  follower = new DeviceFollower()
})

describe.each([
  ['Chromium', (first: string) => [chromiumsDefault(first)]],
  ['others', () => []],
])('%s', (_, alias) => {
  const plugged = (...ids: string[]) => [...alias(ids[0] ?? ''), ...ids.map((id) => device(id))]

  it('asks for nothing while nothing changes', () => {
    const use = { chosen: undefined, inUse: 'A' }
    expect(follower.next(plugged('A', 'B'), use)).toBe(undefined)
    expect(follower.next(plugged('A', 'B'), use)).toBe(undefined)
  })

  it('follows the system where nothing was chosen', () => {
    follower.next(plugged('A', 'B'), { chosen: undefined, inUse: 'A' })
    expect(follower.next(plugged('B', 'A'), { chosen: undefined, inUse: 'A' })).toBe('system')
  })

  it('stays with what was chosen', () => {
    follower.next(plugged('A', 'B'), { chosen: 'A', inUse: 'A' })
    expect(follower.next(plugged('B', 'A'), { chosen: 'A', inUse: 'A' })).toBe(undefined)
  })

  it('misses what is unplugged, and sees it return once', () => {
    follower.next(plugged('A', 'B'), { chosen: 'A', inUse: 'A' })
    expect(follower.next(plugged('B'), { chosen: 'A', inUse: 'A' })).toBe('lost')
    expect(follower.next(plugged('B', 'A'), { chosen: 'A', inUse: 'B' })).toBe('returned')
    expect(follower.next(plugged('B', 'A'), { chosen: 'A', inUse: 'B' })).toBe(undefined) // it would not open
  })

  it('sees what broke return though it was listed all the time', () => {
    follower.next(plugged('A', 'B'), { chosen: 'A', inUse: 'A' })
    follower.lose('A')
    expect(follower.next(plugged('A', 'B'), { chosen: 'A', inUse: 'B' })).toBe('returned')
  })

  it('takes whatever there is where there was none', () => {
    expect(follower.next([], { chosen: 'A', inUse: undefined })).toBe(undefined)
    expect(follower.next(plugged('B'), { chosen: 'A', inUse: undefined })).toBe('returned')
  })
})

it('knows nothing of devices without names', () => {
  expect(follower.next([NAMELESS], { chosen: undefined, inUse: 'A' })).toBe(undefined)
})

describe('the real device behind the system’s choice', () => {
  it('is that of its group, and of a group of several the one of its name', () => {
    const [one, two] = [
      { ...device('A', 'Array 1'), groupId: 'of B' },
      { ...device('B', 'Array 2'), groupId: 'of B' },
    ]
    expect(systemDevice([{ ...chromiumsDefault('B'), label: 'Default - Array 2' }, one, two])).toBe(two)
    expect(systemDevice([{ ...chromiumsDefault('B'), label: 'Default' }, one, two])).toBe(one)
  })

  it('is the first where it has no name of its own', () => {
    expect(systemDevice([device('A'), device('B')])?.deviceId).toBe('A')
  })

  it('is unknown where no device is of its group', () => {
    expect(systemDevice([chromiumsDefault('B'), device('A')])).toBe(undefined)
  })

  it('gives it its name, whatever the browser’s language', () => {
    const listed = [device('default', '默认 - Headset'), device('A', 'Headset')]
    expect(plainLabel(listed, '默认 - Headset')).toBe('Headset')
    expect(plainLabel(listed, 'Gone')).toBe('Gone')
  })

  it('is told from another whose name its own ends with', () => {
    const group = (one: PluggedDevice) => ({ ...one, groupId: 'of both' })
    const [plain, usb] = [group(device('A', 'Microphone')), group(device('B', 'USB Microphone'))]
    expect(plainLabel([plain, usb], 'USB Microphone')).toBe('USB Microphone')
    expect(plainLabel([plain, usb], 'Default - USB Microphone')).toBe('USB Microphone')
    expect(plainLabel([plain, usb], 'Default - Microphone')).toBe('Microphone')
    expect(systemDevice([group(device('default', 'Default - USB Microphone')), plain, usb])).toBe(usb)
    expect(systemDevice([group(device('default', 'Default - Microphone')), plain, usb])).toBe(plain)
  })
})
