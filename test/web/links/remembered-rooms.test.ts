/** Which of a room's many links a browser opens it with, and which it keeps. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RememberedRoom } from '../../../web/links/remembered-rooms.ts'
import { fakeStorage } from '../../support/fake-storage.ts'
import { randomId } from '../../support/random-id.ts'

const room = randomId()
const [owners, guests, moderators, listeners] = [randomId(), randomId(), randomId(), randomId()]
const visit = (secret: string, role: RememberedRoom['role'], guestSecret?: string): RememberedRoom => ({
  ...{ room, secret, role, name: 'Rehearsal', visitedAtMs: 1 },
  ...(guestSecret === undefined ? {} : { guestSecret }),
})

let storage: { restore(): void }

/** As when the page is loaded in a browser that holds these. */
async function load(...known: RememberedRoom[]) {
  storage = fakeStorage({ 'earshot:rooms': known })
  return import('../../../web/links/remembered-rooms.ts')
}

beforeEach(() => vi.resetModules())
afterEach(() => storage.restore())

const secrets = (links: readonly { secret: string }[]) => links.map(({ secret }) => secret)

describe('a browser that holds the owner’s link', () => {
  const owned = visit(owners, 'owner', guests)

  it('uses it, whatever other link of the room is opened, and tries that one when it does not do any more', async () => {
    const { linksToTry } = await load(owned)
    expect(secrets(linksToTry(room, guests))).toEqual([owners])
    expect(secrets(linksToTry(room, listeners))).toEqual([owners, listeners])
    expect(secrets(linksToTry(room, `${moderators}.${guests}`))).toEqual([owners, moderators])
    expect(secrets(linksToTry(room, ''))).toEqual([owners])
  })

  it('keeps it after a visit by another link', async () => {
    const { recallRoom, rememberRoom } = await load(owned)
    rememberRoom({ ...visit(listeners, 'listener'), visitedAtMs: 2 })
    expect(recallRoom(room)).toEqual({ ...owned, visitedAtMs: 2 })
  })

  it('learns what to invite with from a link that makes speakers', async () => {
    const { recallRoom, rememberRoom } = await load(visit(owners, 'owner'))
    rememberRoom(visit(listeners, 'listener'))
    expect(recallRoom(room)?.guestSecret).toBeUndefined()
    rememberRoom(visit(guests, 'speaker'))
    expect(recallRoom(room)).toMatchObject({ secret: owners, role: 'owner', guestSecret: guests })
  })

  it('forgets a link for guests that was switched off, and takes another', async () => {
    const { recallRoom, rememberGuests } = await load(owned)
    rememberGuests(room, undefined)
    expect(recallRoom(room)).toEqual(visit(owners, 'owner'))
    rememberGuests(room, listeners)
    expect(recallRoom(room)?.guestSecret).toBe(listeners)
  })
})

describe('a browser that holds another link', () => {
  it('tries a new one first, which may let it do more, and its own when that one does not open the room', async () => {
    const { linksToTry } = await load(visit(guests, 'speaker'))
    expect(secrets(linksToTry(room, moderators))).toEqual([moderators, guests])
    expect(secrets(linksToTry(room, guests))).toEqual([guests])
  })

  it('goes back to its own where the new one turns out to let it do less', async () => {
    const { isMoreThan } = await load(visit(moderators, 'moderator', guests))
    const own = { room, secret: moderators }
    expect(isMoreThan('listener', own)).toBe(true)
    expect(isMoreThan('moderator', own)).toBe(false)
    expect(isMoreThan('owner', own)).toBe(false)
    expect(isMoreThan('listener', { room, secret: listeners })).toBe(false)
  })

  it('takes one that lets it do more', async () => {
    const { recallRoom, rememberRoom } = await load(visit(guests, 'speaker'))
    rememberRoom(visit(moderators, 'moderator', guests))
    expect(recallRoom(room)).toEqual(visit(moderators, 'moderator', guests))
  })
})

it('forgets a link that opens the room no more, and not the room for another link’s sake', async () => {
  const { forgetLink, recallRoom } = await load(visit(owners, 'owner', guests))
  forgetLink({ room, secret: guests })
  expect(recallRoom(room)?.secret).toBe(owners)
  forgetLink({ room, secret: owners })
  expect(recallRoom(room)).toBeUndefined()
})

it('forgets with a room how far its messages were looked at, and not with a link', async () => {
  const { forgetLink, forgetRoom, rememberRoom } = await load(visit(owners, 'owner'))
  const { seenIn } = await import('../../../web/room/seen-entries.ts')
  seenIn(room).keep(7)
  forgetLink({ room, secret: owners })
  expect(seenIn(room).upTo).toBe(7)
  rememberRoom(visit(guests, 'speaker'))
  forgetRoom(room)
  expect(seenIn(room).upTo).toBeUndefined()
})

describe('a browser that has not been in the room', () => {
  it('uses the link in the address, whole or not at all', async () => {
    const { linksToTry } = await load()
    expect(linksToTry(room, `${moderators}.${guests}`)).toEqual([{ room, secret: moderators, guestSecret: guests }])
    expect(linksToTry(room, 'half')).toEqual([])
    expect(linksToTry(room, '')).toEqual([])
  })
})

describe('going in', () => {
  it('is remembered of the link that it was by, whenever the room is looked at again', async () => {
    const { recallRoom, rememberEntrance, rememberRoom } = await load(visit(guests, 'speaker'))
    rememberEntrance({ room, secret: listeners })
    expect(recallRoom(room)?.cameIn).toBeUndefined()
    rememberEntrance({ room, secret: guests })
    rememberRoom({ ...visit(guests, 'speaker'), visitedAtMs: 2 })
    expect(recallRoom(room)).toEqual({ ...visit(guests, 'speaker'), visitedAtMs: 2, cameIn: true })
  })

  it('is not remembered of another link of the room', async () => {
    const { recallRoom, rememberEntrance, rememberRoom } = await load(visit(guests, 'speaker'))
    rememberEntrance({ room, secret: guests })
    rememberRoom(visit(moderators, 'moderator'))
    expect(recallRoom(room)?.cameIn).toBeUndefined()
  })
})
