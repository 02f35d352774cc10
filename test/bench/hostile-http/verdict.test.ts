/** What counts as a finding: the trial's own judgement, held against answers that must not pass. */

import { expect, it } from 'vitest'
import type { Answer, HostileRequest } from '../../../bench/hostile-http/request.ts'
import { faultOf } from '../../../bench/hostile-http/verdict.ts'

const request: HostileRequest = {
  ...{ kind: 'nothing', operation: 'listEntries', method: 'GET', path: '/v1/rooms/x/entries', headers: {} },
  mustFail: true,
}
const MARKED = { 'request-id': 'x', 'content-type': 'application/json' }
const refusal = (code: string, message = 'No.') => JSON.stringify({ error: { code, message } })
const answer = (status: number, body = '', more: Partial<Answer> = {}): Answer => ({
  ...{ status, body, headers: MARKED },
  ...more,
})

it.each<[string, Answer, Partial<HostileRequest>?]>([
  ['a refusal with a code', answer(401, refusal('token-missing'))],
  ['a refusal of HEAD', answer(404), { method: 'HEAD' }],
  ['an answer to a good credential', answer(200, '{}'), { mustFail: false }],
  ['an id in which letters say something', answer(200, '{"id":"AAAAAAd1_AAAAAAAAAAAAA"}'), { mustFail: false }],
  ['what the platform refuses', answer(400, 'Bad Request', { headers: {} })],
  ['a connection that is closed with its reason', answer(101, '', { closeCode: 4401 })],
])('passes %s', (_, given, changes = {}) => {
  expect(faultOf({ ...request, ...changes }, given)).toBeUndefined()
})

it.each([
  ['a server that fails', answer(500, refusal('internal')), '500 internal'],
  ['a server that is too busy', answer(503, refusal('unavailable')), '503 unavailable'],
  ['whoever is let in', answer(200, '{}'), 'let in with 200'],
  ['whoever is told that nothing has changed', answer(304), 'let in with 304'],
  ['whoever is let in to a room', answer(101), 'let in to a room'],
  ['a connection that breaks', answer(101, '', { closeCode: 4500 }), 'closed with 4500'],
  ['a stack', answer(400, refusal('invalid-request', 'Error\n    at f (worker.js:1:2)')), 'internal text'],
  ['words of a database', answer(400, refusal('invalid-request', 'SQLITE_ERROR')), 'internal text'],
  ['a refusal that no document knows', answer(400, refusal('nonsense')), '400 without a code'],
  ['a refusal in plain text', answer(403, 'No.'), '403 without a code'],
])('finds %s', (_, given, fault) => {
  expect(faultOf(request, given)).toBe(fault)
})
