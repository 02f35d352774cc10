/** Where one stopped, and what one has heard: remembered within bounds. */

import { expect, it } from 'vitest'
import {
  hasHeard,
  rememberBurning,
  rememberedPosition,
  rememberHeard,
  rememberMessages,
  rememberPosition,
  wasMessage,
  wasToBurn,
} from '../../../web/room/clips/remembered-clips.ts'

it('remembers where one stopped, and the last place alone', () => {
  rememberPosition('one', 4_000, 10_000)
  rememberPosition('one', 6_000.4, 10_000)
  expect(rememberedPosition('one')).toBe(6_000)
})

it('begins anew what was hardly begun or is as good as over', () => {
  rememberPosition('two', 6_000, 10_000)
  rememberPosition('two', 9_500, 10_000)
  expect(rememberedPosition('two')).toBe(0)
  rememberPosition('two', 500, 10_000)
  expect(rememberedPosition('two')).toBe(0)
})

it('forgets the place that was remembered longest ago', () => {
  for (let index = 0; index < 201; index += 1) rememberPosition(`many-${index}`, 2_000, 10_000)
  expect(rememberedPosition('many-0')).toBe(0)
  expect(rememberedPosition('many-1')).toBe(2_000)
  expect(rememberedPosition('many-200')).toBe(2_000)
})

it('knows what was heard, the last thousand', () => {
  expect(hasHeard('never')).toBe(false)
  for (let index = 0; index < 1_001; index += 1) rememberHeard(`heard-${index}`)
  expect(hasHeard('heard-0')).toBe(false)
  expect(hasHeard('heard-1')).toBe(true)
  expect(hasHeard('heard-1000')).toBe(true)
})

it('knows what was to burn, once it is gone', () => {
  expect(wasToBurn('ash')).toBe(false)
  rememberBurning(['ash', 'ember'])
  rememberBurning(['ash'])
  expect(wasToBurn('ash')).toBe(true)
  expect(wasToBurn('ember')).toBe(true)
})

it('knows what was a message, once it is gone, the last thousand', () => {
  rememberMessages(['hello'])
  expect([wasMessage('hello'), wasMessage('talk')]).toEqual([true, false])
  rememberMessages(Array.from({ length: 1_001 }, (_, index) => `message-${index}`))
  expect(['hello', 'message-0', 'message-1', 'message-1000'].map(wasMessage)).toEqual([false, false, true, true])
})
