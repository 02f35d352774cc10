/** Which noise suppressor stands in the way of a microphone's sound, and when. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { constraintsOf } from '../../src/client/microphone.ts'
import { type SoundOptions, SoundTreatment } from '../../src/client/sound-treatment.ts'
import { between, FakeNode } from '../support/fake-nodes.ts'

let made: { kind: string; node: FakeNode }[]
let browserSuppresses: boolean
let cannotMake: boolean
/** What the line brings it by. */
let loaded: Promise<void>

beforeEach(() => {
  vi.stubGlobal('GainNode', FakeNode)
  made = []
  browserSuppresses = true
  cannotMake = false
  loaded = Promise.resolve()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function treating(sampleRate = 48_000) {
  const edge = {
    get browserSuppresses() {
      return browserSuppresses
    },
    make: async (kind: string) => {
      await loaded
      if (cannotMake) throw new TypeError('Failed to fetch')
      const node = new FakeNode()
      made.push({ kind, node })
      return node as never
    },
  }
  const treatment = new SoundTreatment({ sampleRate } as AudioContext, edge)
  const way = () => between(treatment.inlet as unknown as FakeNode, treatment.outlet as unknown as FakeNode)
  /** As a microphone is opened. */
  const open = async (options: SoundOptions) => {
    const asked = await treatment.prepare(options)
    treatment.follow(options)
    return asked
  }
  return { treatment, way, open }
}

describe('where the browser takes noise out', () => {
  it.each<SoundOptions>([{}, { noiseSuppression: true }, { noiseSuppression: false }, { music: true }])(
    'nothing of ours is loaded for %o',
    async (options) => {
      const { way, open } = treating()
      expect(await open(options)).toBe(options)
      expect(made).toEqual([])
      expect(way()).toEqual([])
    },
  )

  it('the stronger one stands in the way when it is wished for, and is ended when it is not', async () => {
    const { way, open } = treating()
    await open({ noiseSuppression: 'stronger' })
    expect(made.map(({ kind }) => kind)).toEqual(['thorough'])
    expect(way()).toEqual([made[0]?.node])
    await open({ noiseSuppression: true })
    expect(way()).toEqual([])
    expect(made[0]?.node.isDestroyed).toBe(true)
  })

  it('one stays in place while microphones change', async () => {
    const { way, open } = treating()
    await open({ noiseSuppression: 'stronger' })
    await open({ noiseSuppression: 'stronger' })
    expect(made.length).toBe(1)
    expect(way()).toEqual([made[0]?.node])
  })
})

describe('where the browser does not', () => {
  beforeEach(() => {
    browserSuppresses = false
  })

  it('a stand-in of ours does, unless it is switched off', async () => {
    const { way, open } = treating()
    await open({})
    expect(made.map(({ kind }) => kind)).toEqual(['steady'])
    expect(way()).toEqual([made[0]?.node])
    await open({ noiseSuppression: false })
    expect(way()).toEqual([])
  })

  it('music goes past it', async () => {
    const { way, open } = treating()
    await open({ music: true })
    expect(made).toEqual([])
    expect(way()).toEqual([])
  })
})

describe('one that cannot be had', () => {
  it('leaves it to the browser', async () => {
    const { way, open } = treating()
    cannotMake = true
    expect(await open({ noiseSuppression: 'stronger' })).toEqual({ noiseSuppression: true })
    expect(way()).toEqual([])
  })

  it('is none at another rate than 48 kHz', async () => {
    const { way, open } = treating(44_100)
    expect(await open({ noiseSuppression: 'stronger' })).toEqual({ noiseSuppression: true })
    expect(made).toEqual([])
    expect(way()).toEqual([])
  })

  it('is not missed by music, at no rate', async () => {
    const music: SoundOptions = { music: true, noiseSuppression: 'stronger' }
    expect(await treating(44_100).open(music)).toBe(music)
  })
})

it('is let go of when a microphone that was to have it did not open, or closes', async () => {
  const { treatment, way, open } = treating()
  await treatment.prepare({ noiseSuppression: 'stronger' })
  await open({})
  await open({ noiseSuppression: 'stronger' })
  treatment.follow(undefined)
  expect(made.length).toBe(2)
  expect(made.every(({ node }) => node.isDestroyed)).toBe(true)
  expect(way()).toEqual([])
})

describe('one that comes late', () => {
  it('is not waited for longer than somebody waits for a microphone, and is ended when it comes', async () => {
    vi.useFakeTimers()
    const line = Promise.withResolvers<void>()
    loaded = line.promise
    const { way, open } = treating()
    const opening = open({ noiseSuppression: 'stronger' })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await opening).toEqual({ noiseSuppression: true })
    line.resolve()
    await vi.advanceTimersByTimeAsync(0)
    vi.useRealTimers()
    expect(made.map(({ node }) => node.isDestroyed)).toEqual([true])
    expect(way()).toEqual([])
  })

  it('is ended when all is closed meanwhile', async () => {
    const line = Promise.withResolvers<void>()
    loaded = line.promise
    const { treatment } = treating()
    const preparing = treatment.prepare({ noiseSuppression: 'stronger' })
    treatment.close()
    line.resolve()
    await preparing
    expect(made.map(({ node }) => node.isDestroyed)).toEqual([true])
  })

  it('is made anew when it was let go of before its microphone opened', async () => {
    const { treatment, way } = treating()
    const options: SoundOptions = { noiseSuppression: 'stronger' }
    await treatment.prepare(options)
    treatment.follow({})
    treatment.follow(options)
    await expect.poll(() => way()?.length).toBe(1)
    expect(way()).toEqual([made[1]?.node])
    expect(made.map(({ node }) => node.isDestroyed)).toEqual([true, false])
  })
})

it('that breaks is taken out of the way: the sound goes on without it', async () => {
  const { way, open } = treating()
  await open({ noiseSuppression: 'stronger' })
  made[0]?.node.dispatchEvent(new Event('processorerror'))
  expect(way()).toEqual([])
  expect(made[0]?.node.isDestroyed).toBe(true)
  await open({ noiseSuppression: 'stronger' })
  expect(way()).toEqual([made[1]?.node])
})

describe('of the browser', () => {
  it('everything is asked for a voice, and echoes of all that sounds', () => {
    expect(constraintsOf({})).toEqual({
      echoCancellation: { ideal: 'all' },
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: 1,
    })
  })

  it('nothing is asked for music, but both channels', () => {
    expect(constraintsOf({ music: true, deviceId: 'piano', noiseSuppression: 'stronger' })).toEqual({
      deviceId: { exact: 'piano' },
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: 2,
    })
  })

  it('no suppression is asked where ours does it', () => {
    expect(constraintsOf({ noiseSuppression: 'stronger' })).toMatchObject({
      noiseSuppression: false,
      autoGainControl: true,
    })
  })
})
