/** One microphone in the place of another, with devices that open or do not as told. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { DeviceChange } from '../../src/client/device-change.ts'
import type { PluggedDevice } from '../../src/client/device-follower.ts'
import { EarshotError, type EarshotErrorCode } from '../../src/client/errors.ts'
import type { MicrophoneWatch } from '../../src/client/microphone-input.ts'
import { MicrophoneSwitch } from '../../src/client/microphone-switch.ts'

/** What happens at each further request: a device opens, or an error. */
let answers: ({ device: string } | { error: EarshotErrorCode })[]
let asked: (string | undefined)[]
/** Devices whose tracks are live. */
let live: string[]
let watches: Map<string, MicrophoneWatch>
let changes: (string | undefined)[]
let failures: EarshotErrorCode[]
let replacements: Pick<DeviceChange, 'why' | 'from' | 'to'>[]
let cannotJoin: string | undefined
/** What devices, and what is done to the sound, wait for before they are there. */
let ready: Promise<void>
/** The system lets nothing of it through. */
let silenced: string | undefined
/** What was asked for last, where Chromium’s way of calling the system’s choice matters. */
let named: string | undefined
/** What is plugged in, by label and id. */
let plugged: string[]
let systemChoice: string
let microphones: MicrophoneSwitch

function open(device: string): MediaStreamTrack {
  live.push(device)
  const stop = () => {
    live = live.toSpliced(live.indexOf(device), 1)
  }
  return { label: device, stop } as MediaStreamTrack
}

/** As Chromium lists them: the system's choice first, by another name of its own. */
function listed(): PluggedDevice[] {
  if (plugged.length === 0) return []
  const alias = { deviceId: 'default', groupId: `group of ${systemChoice}`, label: `Default - ${systemChoice}` }
  return [alias, ...plugged.map((label) => ({ deviceId: label, groupId: `group of ${label}`, label }))]
}

/** It is unplugged: its track ends, and the browser says that something has changed. */
async function unplug(device: string): Promise<void> {
  plugged = plugged.filter((other) => other !== device)
  systemChoice = plugged[0] ?? ''
  watches.get(device)?.ended()
  await microphones.look()
}

async function plugIn(device: string): Promise<void> {
  plugged = [...plugged, device]
  await microphones.look()
}

beforeEach(() => {
  answers = []
  asked = []
  live = []
  watches = new Map()
  changes = []
  failures = []
  replacements = []
  cannotJoin = undefined
  ready = Promise.resolve()
  silenced = undefined
  named = 'by its own name'
  plugged = ['built-in', 'A', 'B', 'C']
  systemChoice = 'built-in'
  microphones = new MicrophoneSwitch({
    request: async ({ deviceId }) => {
      asked.push(deviceId)
      await ready
      const device = deviceId !== undefined && plugged.includes(deviceId) ? deviceId : systemChoice
      const answer = answers.shift() ?? (device === '' ? { error: 'microphone-none' } : { device })
      if ('error' in answer) throw new EarshotError(answer.error)
      return open(answer.device)
    },
    prepare: () => ready,
    join: (track, isOwn, watch) => {
      if (track.label === cannotJoin) throw new EarshotError('microphone-failed')
      watches.set(track.label, watch)
      const close = () => isOwn && track.stop()
      const isAlias = named === undefined
      const takeOver = (before?: { close(): void }) => before?.close()
      const { label } = track
      return {
        label: isAlias ? `Default - ${label}` : label,
        deviceId: isAlias ? 'default' : label,
        isOver: false,
        get isSilenced() {
          return label === silenced
        },
        takeOver,
        leave: close,
        close,
      }
    },
    listed: async () => listed(),
    changed: () => changes.push(microphones.microphone?.label),
    silenced: () => undefined,
    replaced: ({ why, from, to }) => replacements.push({ why, from, to }),
    failed: ({ code }) => failures.push(code),
  })
})

describe('choosing another microphone', () => {
  beforeEach(async () => {
    await microphones.open({ deviceId: 'A' })
    changes = []
  })

  it('closes the one before', async () => {
    await microphones.open({ deviceId: 'B' })
    expect([microphones.microphone?.label, live, changes]).toEqual(['B', ['B'], ['B']])
  })

  it('that does not open leaves the one before', async () => {
    answers = [{ error: 'microphone-refused' }]
    await expect(microphones.open({ deviceId: 'B' })).rejects.toMatchObject({ code: 'microphone-refused' })
    expect([microphones.microphone?.label, live, changes]).toEqual(['A', ['A'], []])
  })

  it('that opens but cannot be joined leaves the one before, and is not left open', async () => {
    cannotJoin = 'B'
    await expect(microphones.open({ deviceId: 'B' })).rejects.toMatchObject({ code: 'microphone-failed' })
    expect([microphones.microphone?.label, live, changes]).toEqual(['A', ['A'], []])
  })

  it('that is busy gets the system to itself', async () => {
    answers = [{ error: 'microphone-busy' }]
    await microphones.open({ deviceId: 'B' })
    expect([microphones.microphone?.label, live, changes]).toEqual(['B', ['B'], [undefined, 'B']])
  })

  it('that is busy even so brings the one before back', async () => {
    answers = [{ error: 'microphone-busy' }, { error: 'microphone-busy' }]
    await expect(microphones.open({ deviceId: 'B' })).rejects.toMatchObject({ code: 'microphone-busy' })
    expect([microphones.microphone?.label, live, changes]).toEqual(['A', ['A'], [undefined, 'A']])
    expect(asked).toEqual(['A', 'B', 'B', 'A'])
  })

  it('that is busy while a call has them all leaves the silenced one: it may sound again by itself', async () => {
    silenced = 'A'
    answers = [{ error: 'microphone-busy' }]
    await expect(microphones.reopen()).rejects.toMatchObject({ code: 'microphone-busy' })
    expect([microphones.microphone?.label, live, changes]).toEqual(['A', ['A'], []])
  })

  it('leaves none, and says so, where that one does not come back', async () => {
    answers = Array.from({ length: 3 }, () => ({ error: 'microphone-busy' }) as const)
    await expect(microphones.open({ deviceId: 'B' })).rejects.toMatchObject({ code: 'microphone-busy' })
    expect([microphones.microphone, live, changes]).toEqual([undefined, [], [undefined]])
  })

  it('twice at once leaves the last one only', async () => {
    await Promise.all([microphones.open({ deviceId: 'B' }), microphones.open({ deviceId: 'C' })])
    expect([microphones.microphone?.label, live]).toEqual(['C', ['C']])
  })
})

it('closing while one opens leaves none open', async () => {
  const opening = microphones.open({})
  microphones.close()
  await opening
  expect([microphones.microphone, live]).toEqual([undefined, []])
})

describe('a microphone that is unplugged', () => {
  it('gives its place to the system’s choice, and takes it back when it is there again', async () => {
    await microphones.open({ deviceId: 'A' })
    await unplug('A')
    await expect.poll(() => microphones.microphone?.label).toBe('built-in')
    await plugIn('A')
    expect([microphones.microphone?.label, live, failures]).toEqual(['A', ['A'], []])
    expect(replacements).toEqual([
      { why: 'lost', from: 'A', to: 'built-in' },
      { why: 'returned', from: 'built-in', to: 'A' },
    ])
  })

  it('is missed even where its track does not end', async () => {
    await microphones.open({ deviceId: 'A' })
    watches.clear()
    await unplug('A')
    expect([microphones.microphone?.label, replacements[0]?.why]).toEqual(['built-in', 'lost'])
  })

  it('and is back before anybody looked, is taken again', async () => {
    await microphones.open({ deviceId: 'A' })
    answers = [{ device: 'built-in' }] // the system is not so far yet
    watches.get('A')?.ended()
    await expect.poll(() => microphones.microphone?.label).toBe('built-in')
    await microphones.look()
    expect(microphones.microphone?.label).toBe('A')
  })

  it('gives its place to any other when the system’s choice does not open', async () => {
    await microphones.open({ deviceId: 'A' })
    plugged = ['B', 'A']
    answers = [{ error: 'microphone-busy' }, { error: 'microphone-busy' }]
    watches.get('A')?.ended()
    await expect.poll(() => microphones.microphone?.label).toBe('B')
    expect([live, failures]).toEqual([['B'], []])
  })

  it('and was the only one leaves none, says so, and is opened again when it is back', async () => {
    plugged = ['A']
    await microphones.open({ deviceId: 'A' })
    await unplug('A')
    await expect.poll(() => failures).toEqual(['microphone-none'])
    expect([microphones.microphone, microphones.isMissing]).toEqual([undefined, true])
    await plugIn('A')
    expect([microphones.microphone?.label, microphones.isMissing]).toEqual(['A', false])
    expect(replacements).toEqual([{ why: 'returned', from: '', to: 'A' }])
  })

  it('is not fetched back once the user has closed it', async () => {
    plugged = ['A']
    await microphones.open({ deviceId: 'A' })
    await unplug('A')
    await expect.poll(() => failures).toEqual(['microphone-none'])
    microphones.close()
    await plugIn('A')
    expect(microphones.microphone).toBe(undefined)
  })

  it('gives its place to what the user is choosing at that moment', async () => {
    await microphones.open({ deviceId: 'A' })
    const choosing = microphones.open({ deviceId: 'B' })
    await unplug('A')
    await choosing
    expect([microphones.microphone?.label, live, replacements]).toEqual(['B', ['B'], []])
  })

  it('gives its place to the system’s choice when what the user is choosing does not open', async () => {
    await microphones.open({ deviceId: 'A' })
    answers = [{ error: 'microphone-refused' }]
    const choosing = microphones.open({ deviceId: 'B' })
    await unplug('A')
    await expect(choosing).rejects.toMatchObject({ code: 'microphone-refused' })
    await expect.poll(() => microphones.microphone?.label).toBe('built-in')
  })

  it('after a call is the same again, and that is no news', async () => {
    await microphones.open({ deviceId: 'A' })
    watches.get('A')?.ended()
    await expect.poll(() => changes).toEqual(['A', 'A'])
    expect([live, replacements]).toEqual([['A'], []])
  })
})

describe('the system’s choice', () => {
  it('that is unplugged gives its place to the next, by the names that people know', async () => {
    named = undefined
    await microphones.open({})
    await unplug('built-in')
    await expect.poll(() => replacements).toEqual([{ why: 'lost', from: 'built-in', to: 'A' }])
    expect(asked).toEqual([undefined, undefined])
  })

  it('is followed when the user never chose', async () => {
    await microphones.open({})
    systemChoice = 'B'
    await microphones.look()
    expect([microphones.microphone?.label, live]).toEqual(['B', ['B']])
    expect(replacements).toEqual([{ why: 'system', from: 'built-in', to: 'B' }])
    // By its own name: as long as the old one is open, Chromium gives that for "default".
    expect(asked).toEqual([undefined, 'B'])
  })

  it('is not followed when the user chose', async () => {
    await microphones.open({ deviceId: 'A' })
    systemChoice = 'B'
    await microphones.look()
    expect([microphones.microphone?.label, replacements]).toEqual(['A', []])
  })

  it('is followed while the chosen one is away', async () => {
    await microphones.open({ deviceId: 'A' })
    await unplug('A')
    systemChoice = 'C'
    await microphones.look()
    expect(microphones.microphone?.label).toBe('C')
    await plugIn('A')
    expect(microphones.microphone?.label).toBe('A')
  })

  it('leaves what is open where it does not open', async () => {
    await microphones.open({})
    systemChoice = 'B'
    answers = [{ error: 'microphone-failed' }]
    await microphones.look()
    expect([microphones.microphone?.label, live, failures]).toEqual(['built-in', ['built-in'], []])
  })

  it('that does not open, nor lets the one before back, leaves none and says so', async () => {
    await microphones.open({})
    systemChoice = 'B'
    answers = Array.from({ length: 3 }, () => ({ error: 'microphone-busy' }) as const)
    await microphones.look()
    expect([microphones.microphone, live, failures]).toEqual([undefined, [], ['microphone-busy']])
  })

  it('is taken once, where the one before was unplugged, however long that takes', async () => {
    named = undefined
    await microphones.open({})
    const opened = Promise.withResolvers<void>()
    ready = opened.promise
    answers = [{ device: 'A' }, { error: 'microphone-failed' }]
    await unplug('built-in')
    opened.resolve()
    await expect.poll(() => live).toEqual(['A'])
    expect(asked).toEqual([undefined, undefined])
    expect(replacements).toEqual([{ why: 'lost', from: 'built-in', to: 'A' }])
  })
})

describe('while a lost one is replaced', () => {
  it('what is plugged in meanwhile is looked at afterwards', async () => {
    await microphones.open({ deviceId: 'A' })
    const opened = Promise.withResolvers<void>()
    ready = opened.promise
    await unplug('A')
    answers = [{ device: 'built-in' }]
    await plugIn('A')
    opened.resolve()
    await expect.poll(() => microphones.microphone?.label).toBe('A')
    expect([live, failures]).toEqual([['A'], []])
  })
})

describe('a permission that is taken back', () => {
  const REFUSED = { error: 'microphone-refused' } as const

  beforeEach(async () => {
    await microphones.open({ deviceId: 'A' })
    asked = []
  })

  it('is asked for once, not for each device, and again only when the user wants one', async () => {
    answers = Array.from({ length: 9 }, () => REFUSED)
    watches.get('A')?.ended()
    await expect.poll(() => failures).toEqual(['microphone-refused'])
    await plugIn('D')
    await microphones.reopen()
    expect([asked, failures, microphones.isMissing]).toEqual([['A'], ['microphone-refused'], false])
  })

  it('while others are tried ends that', async () => {
    answers = [{ error: 'microphone-failed' }, REFUSED]
    watches.get('A')?.ended()
    await expect.poll(() => failures).toEqual(['microphone-refused'])
    expect(asked).toEqual(['A', 'default'])
  })

  it('while a call had the microphone is not asked for at each tap', async () => {
    answers = Array.from({ length: 5 }, () => ({ error: 'microphone-busy' }) as const)
    watches.get('A')?.ended()
    await expect.poll(() => failures).toEqual(['microphone-busy'])
    answers = [REFUSED]
    await expect(microphones.reopen()).rejects.toMatchObject({ code: 'microphone-refused' })
    await microphones.reopen()
    expect([failures, microphones.isMissing]).toEqual([['microphone-busy', 'microphone-refused'], false])
  })
})

describe('a track of the caller’s', () => {
  it('is theirs to stop', async () => {
    await microphones.take(open('theirs'))
    microphones.close()
    expect([live, changes]).toEqual([['theirs'], ['theirs', undefined]])
  })

  it('is not taken once it was closed, and not stopped either', async () => {
    const taking = microphones.take(open('theirs'))
    microphones.close()
    await taking
    expect([microphones.microphone, live, changes]).toEqual([undefined, ['theirs'], []])
  })

  it('does not take the place of what was asked for after it', async () => {
    const prepared = Promise.withResolvers<void>()
    ready = prepared.promise
    const taking = microphones.take(open('theirs'), { noiseSuppression: 'stronger' })
    ready = Promise.resolve()
    await microphones.open({ deviceId: 'A' })
    prepared.resolve()
    await taking
    expect([microphones.microphone?.label, live]).toEqual(['A', ['theirs', 'A']])
    expect(microphones.sound).toMatchObject({ deviceId: 'A' })
  })
})

describe('what comes in', () => {
  it('is what the open one was opened for, whichever device has taken its place', async () => {
    expect(microphones.sound).toBeUndefined()
    plugged = ['desk', 'headset']
    answers = [{ device: 'desk' }, { device: 'headset' }]
    await microphones.open({ music: true })
    expect(microphones.sound).toMatchObject({ music: true })
    await unplug('desk')
    expect(microphones.microphone?.label).toBe('headset')
    expect(microphones.sound).toMatchObject({ music: true })
    microphones.close()
    expect(microphones.sound).toBeUndefined()
  })

  it('of a track of the caller’s is what the caller says', async () => {
    await microphones.take(open('mixer'), { music: true })
    expect(microphones.sound).toEqual({ music: true })
    await microphones.take(open('other'))
    expect(microphones.sound).toEqual({})
  })
})
