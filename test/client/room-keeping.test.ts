/** A room that keeps talk as an application uses it, on a session and a sound that are not there. */

import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Room } from '../../src/client/room.ts'
import { FakeSession } from '../support/fake-session.ts'
import { stagedRoom } from '../support/staged-room.ts'

let session: FakeSession
let room: Room
let events: unknown[][]

beforeEach(() => {
  session = new FakeSession()
  room = stagedRoom({ session })
  events = []
  for (const name of ['unkept', 'talk-lost', 'clips'] as const) {
    room.on(name, (...values: unknown[]) => events.push([name, ...values]))
  }
})

describe('keeping', () => {
  it('is agreed to by the switch, and shown as this client’s own word', () => {
    room.setKeep(true)
    expect(session.told).toEqual([
      { type: 'profile', profile: { name: 'Ada', muted: false, deafened: false, keep: true } },
    ])
    expect(room.me.keep).toBe(true)
  })

  it('is begun and ended by the owner', async () => {
    const started = room.startKeeping(30)
    expect(session.told.at(-1)).toMatchObject({ request: { type: 'moderate', action: 'keep', days: 30 } })
    session.onEvent({ type: 'done', id: session.lastId, number: 1 })
    await started
    room.stopKeeping()
    expect(session.told.at(-1)).toMatchObject({ request: { type: 'moderate', action: 'unkeep' } })
  })

  it.each([0, 3_651, 1.5])('of %s days is refused here', async (days) => {
    await expect(room.startKeeping(days)).rejects.toMatchObject({ code: 'invalid' })
    expect(session.told).toEqual([])
  })

  it('shows how much is not kept yet, and what never will be', () => {
    session.onEvent({ type: 'unkept', ms: 1_240 })
    session.onEvent({ type: 'talk-lost', why: 'refused' })
    expect(room.unkeptMs).toBe(1_240)
    expect(events).toEqual([
      ['unkept', 1_240],
      ['talk-lost', 'refused'],
    ])
  })

  it('shows who has listened to a clip', () => {
    const [bob, eve] = [
      { person: 'guest:2', name: 'Bob' },
      { person: 'guest:3', name: 'Eve' },
    ]
    session.onEvent({
      type: 'clips-heard',
      heard: [
        { clip: 'c', by: bob },
        { clip: 'c', by: eve },
      ],
    })
    session.onEvent({ type: 'clips-heard', heard: [{ clip: 'c', by: bob }] })
    expect(room.clips.heardBy('c')).toEqual([eve, bob])
    expect(events).toEqual([['clips'], ['clips']])
  })

  it('waits, on leaving, two seconds at the most', async () => {
    vi.useFakeTimers()
    session.onEvent({ type: 'unkept', ms: 900 })
    const left = room.leave()
    vi.advanceTimersByTime(1_999)
    expect(room.state).toBe('connected')
    vi.advanceTimersByTime(1)
    await left
    expect(room.state).toBe('closed')
    vi.useRealTimers()
  })
})
