/** Voice messages without joining their room. */

import { PageTokens } from '../page-tokens.ts'
import type { VoiceAudio } from '../voice-audio.ts'
import { VoiceMessages } from './voice-messages.ts'

export interface MessagesOptions {
  /** The room's id. */
  room: string
  /** Whose they are: the `sub` of the token, which is `me.person` in the room. What is another person's is left alone. */
  person: string
  /** As in `joinRoom`. */
  getToken: () => Promise<string>
  /** What the others call this member, where the token does not fix a name. */
  name: string
  /** Without one nothing can be recorded. */
  audio?: VoiceAudio
  /** Origin of the server; this page's own when absent. */
  server?: string
}

/**
 * The voice messages of a room that was not joined: for a page without a line, where drafts are listened to, recorded and sent
 * for later. Who joins the room finds the same ones in `room.messages`.
 */
export function openMessages({
  room,
  person,
  getToken,
  name,
  audio,
  server = location.origin,
}: MessagesOptions): VoiceMessages {
  const tokens = new PageTokens(getToken)
  return VoiceMessages.of({ server, room, person, tokens, audio, name: () => name, hold: () => {} })
}
