/** Whom the list of those who are kept out shows. */

import { expect, it } from 'vitest'
import { networkUntilMs, whoIsKeptOut } from '../../../web/room/doors/who-is-kept-out.ts'

const NOW_MS = 1_000
const gone = { removed: true, networkKeptOutUntilMs: null }
const banned = { removed: true, networkKeptOutUntilMs: NOW_MS + 1 }
const back = { removed: false, networkKeptOutUntilMs: NOW_MS + 1 }
const over = { removed: false, networkKeptOutUntilMs: NOW_MS }
const here = { removed: false, networkKeptOutUntilMs: null }

it('is whoever was removed, and whose network newcomers are kept out from', () => {
  expect(whoIsKeptOut([gone, banned, back, over, here], NOW_MS)).toEqual([gone, banned, back])
})

it('says until when a network is kept out, while it is', () => {
  expect([gone, banned, over].map((person) => networkUntilMs(person, NOW_MS))).toEqual([undefined, 1_001, undefined])
})
