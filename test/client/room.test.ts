/** A room as an application uses it, on a session and a sound that are not there. */

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { zeroCounters } from '../../src/audio/playout-counters.ts'
import type { Room } from '../../src/client/room.ts'
import type { RoomStatistics } from '../../src/client/statistics.ts'
import { FakeSession } from '../support/fake-session.ts'
import { FakeSound } from '../support/fake-sound.ts'
import { text, view } from '../support/room-words.ts'
import { stagedRoom } from '../support/staged-room.ts'

let session: FakeSession
let sound: FakeSound
let room: Room
let events: unknown[][]
let isReleased: boolean

beforeEach(() => {
  session = new FakeSession()
  sound = new FakeSound()
  isReleased = false
  const release = () => {
    isReleased = true
  }
  room = stagedRoom({ session, sound, release })
  events = []
  for (const name of ['me', 'state', 'closed', 'warning', 'levels', 'entry', 'left'] as const) {
    room.on(name, (...values: unknown[]) => events.push([name, ...values]))
  }
})

describe('the switches', () => {
  it('mute: the gate shuts, the room is told, the snapshot changes', () => {
    room.setMuted(true)
    expect(sound.switches).toEqual({ mode: 'open', pressed: false, muted: true })
    expect(session.told).toEqual([
      { type: 'profile', profile: { name: 'Ada', muted: true, deafened: false, keep: false } },
    ])
    expect(room.me.muted).toBe(true)
    expect(events).toEqual([['me']])
  })

  it('deafen: nothing is played and nothing is sent', () => {
    room.setDeafened(true)
    expect(sound.deafened).toBe(true)
    expect(sound.switches?.muted).toBe(true)
    room.setDeafened(false)
    expect(sound.deafened).toBe(false)
    expect(sound.switches?.muted).toBe(false)
  })

  it('push-to-talk: the key reaches the gate', () => {
    room.setTalkMode('push')
    room.setTalking(true)
    expect(sound.switches).toEqual({ mode: 'push', pressed: true, muted: false })
    expect(room.talkMode).toBe('push')
  })

  it('being silenced by the owner shuts the gate, and is not one’s own mute', () => {
    session.onEvent({ type: 'standing', standing: { silenced: true } })
    expect(sound.switches?.muted).toBe(true)
    expect(room.me).toMatchObject({ muted: false, silenced: true })
  })

  it('a name is trimmed, and refused when it is none', () => {
    room.rename('  Ada L. ')
    expect(room.me.name).toBe('Ada L.')
    expect(() => room.rename(' ')).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(room.me.name).toBe('Ada L.')
  })

  it('a volume reaches the mixer, and is forgotten with the member', () => {
    room.setVolume(1, 0.5)
    expect(sound.gains.get(1)).toBe(0.5)
    expect(room.volumeOf(1)).toBe(0.5)
    session.onEvent({ type: 'members', change: { described: [view(1)], joined: [], left: [] } })
    session.onEvent({ type: 'members', change: { described: [], joined: [], left: [{ member: 1, reason: 'left' }] } })
    expect(sound.forgotten).toEqual([1])
    expect(room.volumeOf(1)).toBe(1)
  })
})

describe('levels', () => {
  it('are of those who are played, and of this client when it is sent', () => {
    sound.play([1, 20], [2, 40])
    sound.hear({ sent: false })
    sound.hear({ sent: true, level: 33 })
    sound.play()
    sound.hear({})
    sound.hear({})
    expect(events.map(([, levels]) => [...(levels as Map<number, number>)])).toEqual([
      [
        [1, 20],
        [2, 40],
      ],
      [
        [1, 20],
        [2, 40],
        [8, 33],
      ],
      [],
    ])
  })
})

describe('warnings', () => {
  const speak = () => {
    for (let ms = 0; ms < 600; ms += 40) sound.hear({ voicedFrames: 2 })
  }

  it('say that one speaks while muted', () => {
    room.setMuted(true)
    speak()
    expect(events).toContainEqual(['warning', 'talking-while-muted'])
  })

  it('say that one speaks while silenced', () => {
    session.onEvent({ type: 'standing', standing: { silenced: true } })
    speak()
    expect(events).toContainEqual(['warning', 'silenced'])
  })

  it('say nothing in push-to-talk, where the key is up most of the time', () => {
    room.setTalkMode('push')
    speak()
    expect(events.filter(([name]) => name === 'warning')).toEqual([])
  })
})

describe('requests', () => {
  it('resolve with the number under which they are stored', async () => {
    const said = room.say('Hello')
    session.onEvent({ type: 'done', id: session.lastId, number: 5 })
    await expect(said).resolves.toBe(5)
  })

  it('reject with the reason', async () => {
    const locked = room.lock()
    session.onEvent({ type: 'refused', id: session.lastId, code: 'not-allowed', message: 'No.' })
    await expect(locked).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('that cannot be sent are refused here', async () => {
    await expect(room.say('')).rejects.toMatchObject({ code: 'invalid' })
    await expect(room.say('x'.repeat(4_001))).rejects.toMatchObject({ code: 'invalid' })
    expect(() => room.sendSignal(1, 'x'.repeat(12_289))).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(session.told).toEqual([])
  })

  it('are given up with the room', async () => {
    const said = room.say('Hello')
    session.onEvent({ type: 'closed', code: 'removed' })
    await expect(said).rejects.toMatchObject({ code: 'aborted' })
    await expect(room.say('Hello')).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('older entries', () => {
  const older = { type: 'older', entries: [text(1)], hasOlder: false } as const

  beforeEach(() => {
    session.onEvent({ type: 'entries', entries: [text(2)], liveAfter: 2, hasOlder: true })
  })

  it('are asked for once, by however many', async () => {
    const both = Promise.all([room.loadOlderEntries(), room.loadOlderEntries()])
    expect(session.told).toEqual([{ type: 'older' }])
    session.onEvent({ ...older, entries: [text(1)] })
    await both
    expect(room.entries.map(({ number }) => number)).toEqual([1, 2])
    await room.loadOlderEntries()
    expect(session.told.length).toBe(1)
  })

  it('that cannot be had say why, and can be asked for again', async () => {
    const loading = room.loadOlderEntries()
    session.onEvent({ type: 'older-failed', code: 'unreachable', retryAfterMs: undefined })
    await expect(loading).rejects.toMatchObject({ code: 'unreachable' })
    const again = room.loadOlderEntries()
    session.onEvent({ ...older, entries: [text(1)] })
    await again
  })
})

describe('the end', () => {
  it('comes with its reason, once, and gives everything back', () => {
    session.onEvent({ type: 'closed', code: 'removed', detail: '4460 removed' })
    session.onEvent({ type: 'closed', code: 'replaced' })
    expect(events.filter(([name]) => name === 'state' || name === 'closed')).toEqual([
      ['state', 'closed'],
      ['closed', expect.objectContaining({ code: 'removed', cause: '4460 removed' })],
    ])
    expect(room.state).toBe('closed')
    expect(session.isClosed).toBe(true)
    expect(isReleased).toBe(true)
  })

  it('says when to try again, where the server does', () => {
    session.onEvent({ type: 'closed', code: 'too-fast', detail: 'slow', retryAfterMs: 9_000 })
    expect(events.at(-1)).toEqual(['closed', expect.objectContaining({ code: 'too-fast', retryAfterMs: 9_000 })])
  })

  it('comes without one when the client leaves', async () => {
    const left = room.leave()
    expect(session.told).toEqual([{ type: 'leave', atOnce: false }])
    session.onEvent({ type: 'closed' })
    await left
    expect(events.at(-1)).toEqual(['closed', undefined])
  })

  it('does not wait for a room that does not answer', async () => {
    vi.useFakeTimers()
    const left = room.leave()
    vi.advanceTimersByTime(499)
    expect(room.state).toBe('connected')
    vi.advanceTimersByTime(1)
    await left
    expect(room.state).toBe('closed')
    vi.useRealTimers()
  })
})

it('tells once a second how it sounds', () => {
  const told: RoomStatistics[] = []
  room.on('statistics', (statistics) => told.push(statistics))
  session.onEvent({ type: 'sending', sending: { bitrate: 16_000, messageMs: 60 } })
  sound.count([7, { ...zeroCounters(), playedMs: 980, delayMs: 70, targetMs: 60, jitterMs: 4, driftPpm: 0 }])
  expect(told).toMatchObject([
    { connection: { path: 'relay', bitrate: 16_000, messageMs: 60 }, speakers: [{ member: 7, isPlaying: true }] },
  ])
  expect(room.getStats().speakers).toEqual(told[0]?.speakers)
})
