/**
 * Rooms whose voice messages this page has in hand, since somebody was in there or the start page sends them: what is on its
 * way goes on wherever in the app one is, and is followed from there. Draws nothing.
 */

import type { OutgoingMessage, VoiceMessages } from '../../../src/client/index.ts'

/** Of a room's messages, what is followed. */
export interface GoingMessages {
  outgoing: readonly Pick<OutgoingMessage, 'state'>[]
  on: VoiceMessages['on']
}

/** Each as it is got at when somebody looks. */
const inHand = new Map<string, () => GoingMessages>()

export const isInPage = (room: string): boolean => inHand.has(room)

export const messagesInPage = (room: string): GoingMessages | undefined => inHand.get(room)?.()

/** The latest who has them in hand is asked for them. */
export function haveInPage(room: string, messages: () => GoingMessages): void {
  inHand.set(room, messages)
}
