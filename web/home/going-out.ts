/**
 * What the start page says of a room's messages that it sends: the one thing that matters most of them, and of how many. Pure.
 */

import type { OutgoingMessage } from '../../src/client/index.ts'

export interface GoingOut {
  is: 'failed' | 'sending' | 'waiting' | 'sent'
  count: number
}

type State = OutgoingMessage['state']

/** What needs somebody first, then what goes on by itself, then what is done. undefined: there is nothing to say. */
const IN_ORDER: readonly [GoingOut['is'], readonly State[]][] = [
  ['failed', ['failed']],
  ['sending', ['sending', 'converting']],
  ['waiting', ['waiting']],
  ['sent', ['sent']],
]

export function goingOutOf(messages: readonly { state: State }[]): GoingOut | undefined {
  const [first] = IN_ORDER.flatMap(([is, states]) => {
    const count = messages.filter(({ state }) => states.includes(state)).length
    return count === 0 ? [] : [{ is, count }]
  })
  return first
}

/** Whether more has been sent than was told of before. That one which was sent is told of no longer is no news. */
export const hasArrived = (before: GoingOut | undefined, now: GoingOut | undefined): now is GoingOut =>
  now?.is === 'sent' && (before?.is !== 'sent' || now.count > before.count)
