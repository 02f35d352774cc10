/** What a client of the HTTP bench takes for right: the one status and the one body of each step, and nothing else. */

import { describe, expect, it } from 'vitest'
import { askFor, judge, STEPS, type Step, type Walk } from '../../../bench/http/walk.ts'
import { randomId } from '../../support/random-id.ts'

const room = { id: randomId(), name: 'Kitchen' }
const secret = randomId()
const token = 'head.claims.signature'
const whole: Walk = { name: room.name, room: room.id, secret, token }

const RIGHT: Record<Step, { status: number; body: Record<string, unknown> }> = {
  create: { status: 201, body: { room, ownerSecret: secret, guestSecret: randomId() } },
  token: { status: 200, body: { token, role: 'owner', room } },
  list: { status: 200, body: { clips: [], next: null } },
  log: { status: 200, body: { entries: [] } },
}

it('learns on the way what the next step needs', () => {
  let walk: Walk | undefined = { name: room.name }
  for (const step of STEPS) walk = walk && judge(step, walk, RIGHT[step])
  expect(walk).toEqual(whole)
})

it('asks for each step by what has been learnt', () => {
  expect(STEPS.map((step) => askFor(step, whole).path)).toEqual([
    '/v1/rooms',
    `/v1/rooms/${room.id}/tokens`,
    `/v1/rooms/${room.id}/clips?limit=20`,
    `/v1/rooms/${room.id}/entries?limit=20`,
  ])
  expect(askFor('token', whole).body).toEqual({ secret })
  expect(askFor('log', whole).token).toBe(token)
})

describe.each(STEPS)('at %s', (step) => {
  const { status, body } = RIGHT[step]

  it('takes no other status for right', () => {
    for (const other of [0, 200, 201, 204, 429, 500, 503].filter((each) => each !== status)) {
      expect(judge(step, whole, { status: other, body }), String(other)).toBeUndefined()
    }
  })

  it('misses every part of the body that it needs', () => {
    const needed = Object.keys(body).filter((part) => part !== 'guestSecret')
    for (const part of needed) {
      expect(judge(step, whole, { status, body: { ...body, [part]: undefined } }), part).toBeUndefined()
    }
  })
})

it('is not content with another room', () => {
  const body = { ...RIGHT.token.body, room: { ...room, id: randomId() } }
  expect(judge('token', whole, { status: 200, body })).toBeUndefined()
})
