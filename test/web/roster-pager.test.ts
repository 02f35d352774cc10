/** [C32, C33] Looking through a hall, on the messages of a real room of 812. */

import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_NAMED } from '../../src/protocol/limits.ts'
import { RosterPager } from '../../web/room/people/roster-pager.ts'
import { packetAt, RoomLab } from '../support/room-lab.ts'
import { WiredRoom } from '../support/wired-room.ts'

const HEADCOUNT = 812

let lab: RoomLab
let hall: WiredRoom
beforeEach(() => {
  lab = new RoomLab()
  for (let index = 1; index < HEADCOUNT; index += 1) lab.join(`listener-${index}`)
  hall = new WiredRoom(lab)
})

const audience = () => hall.room.headcount - hall.room.others.size - 1

describe('the people list', () => {
  it('names the first 200, and counts the others', () => {
    expect(hall.room.others.size).toBe(MAX_NAMED)
    expect(hall.room.headcount).toBe(HEADCOUNT)
    expect(audience()).toBe(HEADCOUNT - MAX_NAMED - 1)
  })

  it('names who speaks, and counts one less who listens', () => {
    const before = audience()
    lab.speak('listener-700', packetAt(0, { talkStart: true }))
    lab.pass(1_000)
    hall.settle()
    expect([...hall.room.others.values()].map(({ name }) => name)).toContain('listener-700')
    expect(hall.room.headcount).toBe(HEADCOUNT)
    expect(audience()).toBe(before - 1)
  })
})

describe('the pages', () => {
  let pager: RosterPager
  beforeEach(async () => {
    pager = new RosterPager(hall.room)
    expect(pager.shown.value).toEqual({ is: 'loading' })
    await pager.open()
  })

  const page = () => {
    const shown = pager.shown.value
    if (shown.is !== 'page') throw new Error('There is no page.')
    return shown
  }
  const numbers = () => page().people.map(({ member }) => member)

  it('show everybody once, in the order of their numbers, to the last', async () => {
    expect(page()).toMatchObject({ first: 1, hasPrevious: false, hasNext: true })
    const seen = numbers()
    while (page().hasNext) {
      await pager.next()
      expect(page().first).toBe(seen.length + 1)
      seen.push(...numbers())
    }
    expect(seen).toEqual(Array.from({ length: HEADCOUNT }, (_, index) => index + 1))
    expect(page().people.at(-1)?.isMe).toBe(true)
  })

  it('turn back to what was seen', async () => {
    const first = page()
    await pager.next()
    expect(page()).toMatchObject({ first: first.people.length + 1, hasPrevious: true })
    await pager.previous()
    expect(page()).toEqual(first)
  })

  it('end where they end', async () => {
    while (page().hasNext) await pager.next()
    const last = page()
    await pager.next()
    expect(page()).toEqual(last)
  })

  it('turn once for two presses at once', async () => {
    const first = page()
    await Promise.all([pager.next(), pager.next()])
    expect(page().first).toBe(first.people.length + 1)
  })
})
