/**
 * Rooms whose voice messages this page has in hand, since somebody was in there or the start page sends them: what is on its
 * way goes on wherever in the app one is, and is followed from there. Draws nothing.
 */

import { signal } from '@preact/signals'
import type { VoiceMessages } from '../../../src/client/index.ts'

/** Of a room's messages, what is followed. */
export type GoingMessages = Pick<VoiceMessages, 'outgoing' | 'drafts' | 'on'>

/** Each as it is got at when somebody looks. */
const inHand = signal<ReadonlyMap<string, () => GoingMessages>>(new Map())

export const isInPage = (room: string): boolean => inHand.value.has(room)

export const messagesInPage = (room: string): GoingMessages | undefined => inHand.peek().get(room)?.()

/** The latest who has them in hand is asked for them. */
export function haveInPage(room: string, messages: () => GoingMessages): void {
  inHand.value = new Map(inHand.peek()).set(room, messages)
}
