/** What was asked and not answered. */

import { beforeEach, expect, it } from 'vitest'
import { MAX_REQUESTS, type Request, Requests } from '../../src/client/requests.ts'

const say = (id: string): Request => ({ type: 'say', id, text: 'x' })
const ids = (requests: Request[]) => requests.map(({ id }) => id)

let requests: Requests
beforeEach(() => {
  requests = new Requests()
})

it('[R10] are kept in their order until they are answered', () => {
  for (const id of ['a', 'b', 'c']) requests.add(say(id))
  requests.settle('b')
  expect(ids(requests.all())).toEqual(['a', 'c'])
})

it('are sent again with growing pauses when they could not be stored, and given up in the end', () => {
  requests.add(say('a'))
  const pauses: number[] = []
  for (let nowMs = 0; requests.retry('a', nowMs); ) {
    const dueAtMs = requests.nextDeadlineMs() ?? 0
    expect(requests.due(dueAtMs - 1)).toEqual([])
    expect(ids(requests.due(dueAtMs))).toEqual(['a'])
    pauses.push(dueAtMs - nowMs)
    nowMs = dueAtMs
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000])
})

it('are not sent again twice when a new connection has done so already', () => {
  requests.add(say('a'))
  requests.retry('a', 0)
  requests.all()
  expect(requests.nextDeadlineMs()).toBeUndefined()
})

it('are no more than a connection may send at once', () => {
  for (let index = 0; index < MAX_REQUESTS; index += 1) expect(requests.add(say(`${index}`))).toBe(true)
  expect(requests.add(say('one too many'))).toBe(false)
})
