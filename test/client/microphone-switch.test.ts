/** One microphone in the place of another, with devices that open or do not as told. */

import { beforeEach, describe, expect, it } from 'vitest'
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
let cannotJoin: string | undefined
let microphones: MicrophoneSwitch

function open(device: string): MediaStreamTrack {
  live.push(device)
  const stop = () => {
    live = live.filter((other) => other !== device)
  }
  return { label: device, stop } as MediaStreamTrack
}

beforeEach(() => {
  answers = []
  asked = []
  live = []
  watches = new Map()
  changes = []
  failures = []
  cannotJoin = undefined
  microphones = new MicrophoneSwitch({
    request: async ({ deviceId }) => {
      asked.push(deviceId)
      const answer = answers.shift() ?? { device: deviceId ?? 'default' }
      if ('error' in answer) throw new EarshotError(answer.error)
      return open(answer.device)
    },
    join: (track, isOwn, watch) => {
      if (track.label === cannotJoin) throw new EarshotError('microphone-failed')
      watches.set(track.label, watch)
      return { label: track.label, deviceId: track.label, close: () => isOwn && track.stop() }
    },
    changed: () => changes.push(microphones.microphone?.label),
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

it('the system’s choice takes the place of one that is unplugged', async () => {
  await microphones.open({ deviceId: 'A' })
  watches.get('A')?.ended()
  await expect.poll(() => microphones.microphone?.label).toBe('default')
  expect(failures).toEqual([])
})

it('a track of the caller’s is theirs to stop', () => {
  microphones.take(open('theirs'))
  microphones.close()
  expect([live, changes]).toEqual([['theirs'], ['theirs', undefined]])
})
