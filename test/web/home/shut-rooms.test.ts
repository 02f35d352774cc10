/** Which rooms are said to be shut, and until when. */

import { beforeEach, expect, it } from 'vitest'
import { shutRooms, tellOpen, tellRefused, tellShut, tellTaken } from '../../../web/home/shut-rooms.ts'

const ROOM = 'R'.repeat(22)
const why = () => shutRooms.value.get(ROOM)?.why

beforeEach(() => {
  shutRooms.value = new Map()
})

it('is shut until a token can be had', () => {
  tellShut(ROOM, 'invite-expired')
  tellShut(ROOM, 'room-locked')
  expect(why()).toBe('room-locked')
  tellTaken(ROOM)
  expect(why()).toBe('room-locked')
  tellOpen(ROOM)
  expect(why()).toBeUndefined()
})

it('stays deleted, though whoever has read so there has forgotten it', () => {
  tellShut(ROOM, 'room-deleted')
  tellShut(ROOM, 'forgotten')
  expect(why()).toBe('room-deleted')
})

it('is shut to whom it has refused a message, though a token can be had, until it takes one', () => {
  tellRefused(ROOM, ['message-refused', 'removed'])
  tellOpen(ROOM)
  expect(why()).toBe('removed')
  tellTaken(ROOM)
  expect(why()).toBeUndefined()
})

it('is not shut for what is wrong with a message itself', () => {
  tellRefused(ROOM, ['message-refused', 'no-sound', 'not-allowed'])
  expect(why()).toBeUndefined()
})
