/**
 * Requests that break a rule, made from a seed: the same number makes the same one. Whoever comes with a bad credential
 * does everything else right, so that nothing else turns them away; whoever does something else wrong is an owner.
 */

import type { Dice } from '../trials/hostile/dice.ts'
import { badBody } from './bodies.ts'
import { badHeaders, badMethod, badPath, badQuery } from './faults.ts'
import { goodRequest, type HostileRequest } from './request.ts'
import type { Route } from './routes.ts'
import type { BadCredential, World } from './world.ts'

/** What an owner could do with it would leave nothing to try things in. */
const NEVER_AS_OWNER = ['deleteRoom']

type Kind = (dice: Dice, route: Route, world: World) => HostileRequest

const KINDS: [weight: number, Kind][] = [
  [6, withBadCredential],
  [4, withFault(badBody)],
  [2, withFault(badHeaders)],
  [2, withFault(badPath)],
  [2, withFault(badQuery)],
  [1, withFault(badMethod)],
  [1, withSeveral],
]
const LOTS = KINDS.flatMap(([weight, kind]) => new Array<Kind>(weight).fill(kind))

export const attackOn = (dice: Dice, routes: readonly Route[], world: World): HostileRequest =>
  dice.pick(LOTS)(dice, dice.pick(routes), world)

function withBadCredential(dice: Dice, route: Route, world: World): HostileRequest {
  const request = goodRequest(route, world.room, world)
  if (route.operation === 'createToken') return withBadSecret(dice, request, world)
  if (route.operation === 'getClipAudio' && dice.chance(0.3)) return withBadLink(dice, request, world)
  const credential = dice.pick(world.credentials)
  const { what, authorization } = credential
  if (route.operation === 'connect') return withBadOffer(request, credential)
  if (authorization !== undefined) request.headers.authorization = authorization
  return { ...request, kind: what, mustFail: isRefused(route, credential) }
}

/** Where anybody may come in, only what claims to be a key is looked at. */
function isRefused({ door, path, operation }: Route, { refused, isKey }: BadCredential): boolean {
  if (door === 'open') return false
  if (door === 'either') return isKey && refused === 'everywhere'
  return refused === 'everywhere' || path.includes('{') || operation === 'mintToken' || !isKey
}

function withBadSecret(dice: Dice, request: HostileRequest, world: World): HostileRequest {
  return {
    ...request,
    kind: 'a secret that opens nothing',
    body: JSON.stringify({ secret: dice.pick(world.badSecrets) }),
    mustFail: true,
  }
}

function withBadLink(dice: Dice, request: HostileRequest, world: World): HostileRequest {
  const link = encodeURIComponent(dice.pick(world.badLinks))
  return { ...request, kind: 'a link that opens nothing', path: `${request.path}?link=${link}`, mustFail: true }
}

/** A token travels in the offer of subprotocols there, and what is wrong with it is said by a close. */
function withBadOffer(request: HostileRequest, { what, authorization = '' }: BadCredential): HostileRequest {
  const token = authorization.replace(/^\w+ /, '').replace(/[^\w.,-]/g, '')
  const offer =
    token === ''
      ? 'earshot.v1'
      : `earshot.v1, ${token
          .split(',')
          .map((one) => `token.${one}`)
          .join(', ')}`
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
  const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
  const headers = { ...upgrade, ...key, 'sec-websocket-protocol': offer }
  const isGood = what === 'a good token without a scheme' || what === 'a good token of another scheme'
  return { ...request, kind: what, headers, mustFail: !isGood }
}

type Fault = (dice: Dice, request: HostileRequest, route: Route) => HostileRequest

function withFault(fault: Fault): Kind {
  return (dice, route, world) => fault(dice, asOwner(dice, route, world), route)
}

/** Several at once: what one check lets through, the next may not expect. */
function withSeveral(dice: Dice, route: Route, world: World): HostileRequest {
  const faults = [badBody, badHeaders, badPath, badQuery]
  let request = asOwner(dice, route, world)
  for (let count = dice.between(2, 4); count > 0; count -= 1) request = dice.pick(faults)(dice, request, route)
  return { ...request, kind: 'several faults at once' }
}

function asOwner(dice: Dice, route: Route, world: World): HostileRequest {
  const { room, token } = world.sandbox
  const request = goodRequest(route, room, world)
  if (!NEVER_AS_OWNER.includes(route.operation) && dice.chance(0.8)) request.headers.authorization = `Bearer ${token}`
  return request
}
