/** How old what waits in a socket is. */

import { expect, it } from 'vitest'
import { SendQueue } from '../../src/client/send-queue.ts'

it('is as old as the oldest packet of which the socket still holds a byte', () => {
  const queue = new SendQueue()
  queue.sent(100, 0)
  queue.sent(100, 20)
  queue.sent(100, 40)
  expect(queue.ageMs(300, 50)).toBe(50)
  expect(queue.ageMs(201, 60)).toBe(60)
  expect(queue.ageMs(200, 60)).toBe(40)
  expect(queue.ageMs(1, 60)).toBe(20)
  expect(queue.ageMs(0, 60)).toBe(0)
})

it('counts text messages in the socket as if they were audio: rather too old than too young', () => {
  const queue = new SendQueue()
  queue.sent(100, 0)
  expect(queue.ageMs(4_000, 500)).toBe(500)
})

it('is young without audio, whatever else waits', () => {
  expect(new SendQueue().ageMs(4_000, 500)).toBe(0)
})

it('remembers no more than it needs', () => {
  const queue = new SendQueue()
  for (let index = 0; index < 100_000; index += 1) queue.sent(100, index)
  expect(queue.ageMs(1e9, 100_000)).toBe(100)
})
