/** Voice messages without joining their room. */

import { asEarshotError, EarshotError } from '../errors.ts'
import { personIn } from '../kept-token.ts'
import { PageTokens } from '../page-tokens.ts'
import type { VoiceAudio } from '../voice-audio.ts'
import { messagesOf, ownerless } from './message-files.ts'
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

export interface WaitingOptions extends Omit<MessagesOptions, 'person' | 'audio'> {
  /** A token or a guest's credential, of earlier: whose messages they are while `getToken` reaches nobody who could say so. */
  bearer?: string
}

/**
 * Sends what an earlier visit was to send to a room from this device, and could not: for a page that shows rooms and joins
 * none of them. It goes on by itself while the page is there, without a line as soon as there is one. Where nothing lies, no
 * token is asked for. Resolves with the person whose messages it sends, for `openMessages`; undefined where nothing lies.
 * @throws {EarshotError} `token-refused` (it names nobody), and what `getToken` throws
 */
export async function sendWaitingMessages({
  room,
  getToken,
  name,
  bearer = '',
  server = location.origin,
}: WaitingOptions): Promise<string | undefined> {
  if ((await ownerless(room, await messagesOf(room))).length === 0) return undefined
  const tokens = new PageTokens(getToken)
  const person = await personOf(tokens, bearer)
  if (person === undefined) throw new EarshotError('token-refused')
  VoiceMessages.sendWaiting({ server, room, person, tokens, audio: undefined, name: () => name, hold: () => {} })
  return person
}

async function personOf(tokens: PageTokens, bearer: string): Promise<string | undefined> {
  try {
    return personIn(await tokens.renew())
  } catch (error) {
    const person = personIn(bearer)
    if (person === undefined || asEarshotError(error, 'unreachable').code !== 'unreachable') throw error
    return person
  }
}
