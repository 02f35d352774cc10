/** Noticing talk into a muted microphone. Frames are 20 ms, told of in twos. */

import { beforeEach, expect, it } from 'vitest'
import { MutedTalk } from '../../src/client/muted-talk.ts'

let talk: MutedTalk
beforeEach(() => {
  talk = new MutedTalk()
})

/** How many warnings `ms` of voice or silence give. */
function warnings(ms: number, voiced: boolean, shut = true): number {
  let count = 0
  for (let heardMs = 0; heardMs < ms; heardMs += 40) if (talk.push(2, voiced ? 2 : 0, shut)) count += 1
  return count
}

it('warns after half a second of voice, once', () => {
  expect(warnings(480, true)).toBe(0)
  expect(warnings(40, true)).toBe(1)
  expect(warnings(5_000, true)).toBe(0)
})

it('adds up words with short pauses between them', () => {
  expect(warnings(320, true) + warnings(200, false) + warnings(320, true)).toBe(1)
})

it('does not add up coughs', () => {
  let count = 0
  for (let cough = 0; cough < 20; cough += 1) count += warnings(200, true) + warnings(1_000, false)
  expect(count).toBe(0)
})

it('does not warn who is heard', () => {
  expect(warnings(5_000, true, false)).toBe(0)
})

it('warns again after five quiet seconds', () => {
  expect(warnings(600, true)).toBe(1)
  warnings(5_000, false)
  expect(warnings(600, true)).toBe(1)
})

it('warns again after the microphone was open in between', () => {
  expect(warnings(600, true)).toBe(1)
  warnings(40, true, false)
  expect(warnings(600, true)).toBe(1)
})
