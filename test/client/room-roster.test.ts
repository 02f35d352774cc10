/** Everybody in a room, and its trouble on purpose: what `Room` asks of its session beside the ordinary. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Room } from '../../src/client/room.ts'
import { FakeSession } from '../support/fake-session.ts'
import { view } from '../support/room-words.ts'
import { stagedRoom } from '../support/staged-room.ts'

let session: FakeSession
let room: Room
beforeEach(() => {
  session = new FakeSession()
  room = stagedRoom({ session })
})

describe('everybody', () => {
  it('[C33] comes page by page, as far as one cares to look', async () => {
    const pages = room.roster()
    const first = pages.next()
    expect(session.told).toEqual([{ type: 'roster', after: 0 }])
    session.onEvent({ type: 'roster', members: [view(1), view(8)], next: 8 })
    const { value } = await first
    expect(value?.map(({ member, isMe }) => [member, isMe])).toEqual([
      [1, false],
      [8, true],
    ])
    const second = pages.next()
    expect(session.told.at(-1)).toEqual({ type: 'roster', after: 8 })
    session.onEvent({ type: 'roster', members: [view(9)], next: null })
    await second
    await expect(pages.next()).resolves.toMatchObject({ done: true })
  })

  it('is given to several who ask at once, each their own page', async () => {
    const both = [room.roster().next(), room.roster().next()]
    session.onEvent({ type: 'roster', members: [view(1)], next: null })
    session.onEvent({ type: 'roster', members: [view(1), view(2)], next: null })
    const sizes = (await Promise.all(both)).map(({ value }) => value?.length)
    expect(sizes).toEqual([1, 2])
  })

  it('is given up with the room', async () => {
    const first = room.roster().next()
    session.onEvent({ type: 'closed' })
    await expect(first).rejects.toMatchObject({ code: 'aborted' })
    await expect(room.roster().next()).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('trouble on purpose', () => {
  it('is the network worker’s to bring about', () => {
    room.simulate('drop')
    room.simulate('stall', { forMs: 700 })
    expect(session.told).toEqual([
      { type: 'trouble', trouble: 'drop', forMs: 5_000 },
      { type: 'trouble', trouble: 'stall', forMs: 700 },
    ])
  })
})
