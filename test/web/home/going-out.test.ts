/** What the start page says of messages that it sends. */

import { expect, it } from 'vitest'
import { type GoingOut, goingOutOf, hasArrived } from '../../../web/home/going-out.ts'

const of = (...states: ('converting' | 'waiting' | 'sending' | 'sent' | 'failed')[]) =>
  goingOutOf(states.map((state) => ({ state })))

it('says first what needs somebody, then what is under way, then what waits, and at last that all is sent', () => {
  expect(of('sent', 'waiting', 'sending', 'failed')).toEqual({ is: 'failed', count: 1 })
  expect(of('sent', 'waiting', 'sending', 'converting')).toEqual({ is: 'sending', count: 2 })
  expect(of('sent', 'waiting')).toEqual({ is: 'waiting', count: 1 })
  expect(of('sent', 'sent')).toEqual({ is: 'sent', count: 2 })
})

it('says nothing where nothing is on its way', () => {
  expect(of()).toBeUndefined()
})

it('has news when something was sent, and none when less of it is told', () => {
  const told: (GoingOut | undefined)[] = [
    { is: 'sending', count: 2 },
    { is: 'sending', count: 1 },
    { is: 'sent', count: 2 },
    { is: 'sent', count: 1 },
    { is: 'sent', count: 2 },
    undefined,
  ]
  expect(told.map((now, index) => hasArrived(told[index - 1], now))).toEqual([false, false, true, false, true, false])
})
