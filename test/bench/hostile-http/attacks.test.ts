/** Hostile requests come from a seed, and those with a bad credential are otherwise what a good client sends. */

import { expect, it } from 'vitest'
import { attackOn } from '../../../bench/hostile-http/attacks.ts'
import type { Route } from '../../../bench/hostile-http/routes.ts'
import type { World } from '../../../bench/hostile-http/world.ts'
import { Dice } from '../../../bench/trials/hostile/dice.ts'

const ROOM = 'Zk3AAAAAAAAAAAAAAAAAAA'
const world: World = {
  room: ROOM,
  badSecrets: ['wrong'],
  credentials: [
    { what: 'a forged token', authorization: 'Bearer forged', refused: 'everywhere', isKey: false },
    { what: 'a token of another room', authorization: 'Bearer other', refused: 'in the room', isKey: false },
    { what: 'a key of somebody else', authorization: 'Bearer ek.a.b', refused: 'in the room', isKey: true },
  ],
  badLinks: ['wrong'],
  sandbox: { room: 'sandbox', token: 'good', secret: 'good' },
}
const route = (method: string, path: string, operation: string, door: Route['door']): Route => ({
  ...{ method, path, operation, door, takesKey: true, takesJson: method === 'POST', takesBytes: false, query: [] },
})
const ROUTES = [
  route('POST', '/v1/rooms', 'createRoom', 'either'),
  route('GET', '/v1/rooms', 'listRooms', 'asks'),
  route('GET', '/v1/rooms/{room}', 'getRoom', 'asks'),
  route('DELETE', '/v1/rooms/{room}', 'deleteRoom', 'asks'),
  route('GET', '/v1/health', 'getHealth', 'open'),
]

const attacks = Array.from({ length: 2_000 }, (_, number) => attackOn(new Dice(number), ROUTES, world))

it('makes the same request of the same number', () => {
  expect(Array.from({ length: 50 }, (_, number) => attackOn(new Dice(number), ROUTES, world))).toEqual(
    attacks.slice(0, 50),
  )
})

it('demands a refusal of what comes with a bad credential, where one is asked for', () => {
  const demanded = (operation: string, kind: string) =>
    new Set(attacks.filter((one) => one.operation === operation && one.kind === kind).map(({ mustFail }) => mustFail))
  expect(demanded('getRoom', 'a forged token')).toEqual(new Set([true]))
  expect(demanded('getRoom', 'a key of somebody else')).toEqual(new Set([true]))
  expect(demanded('listRooms', 'a key of somebody else')).toEqual(new Set([false]))
  expect(demanded('createRoom', 'a forged token')).toEqual(new Set([false]))
  expect(demanded('createRoom', 'a token of another room')).toEqual(new Set([false]))
  expect(demanded('getRoom', 'a token of another room')).toEqual(new Set([true]))
  expect(demanded('getHealth', 'a forged token')).toEqual(new Set([false]))
})

it('never has an owner delete the room that things are tried in', () => {
  const asOwner = attacks.filter(({ headers }) => headers.authorization === 'Bearer good')
  expect(asOwner.length).toBeGreaterThan(100)
  expect(asOwner.filter(({ operation }) => operation === 'deleteRoom')).toEqual([])
})
