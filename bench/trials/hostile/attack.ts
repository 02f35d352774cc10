/**
 * What an attack is: one connection, what it shows at the door, what it sends, and how the protocol says that it ends.
 * Plain data, made from a seed; nothing here touches a socket.
 */

import type { CloseCode } from '../../../src/protocol/close-codes.ts'
import type { Dice } from './dice.ts'

export type Message = string | Uint8Array<ArrayBuffer>

/** `stays`: no offence, the connection answers a ping behind it. `refused`: an HTTP status in place of the upgrade [C3]. */
export type Ending = CloseCode | 'stays' | 'refused'

/** What is offered at the door; all but `valid` are refused [C3, C4]. */
export type Pass = 'valid' | 'none' | 'forged' | 'two' | 'of-another-room' | 'foreign-page' | 'no-protocol'

/** What an attacker with a guest's link knows of the room. */
export interface Knowledge {
  /** The session that it comes with; the same few come again and again, so that the room does not fill with them. */
  session: string
  /** Numbers of members who did nothing to deserve this. */
  bystanders: readonly number[]
  /** A session of one of them: nobody but the room knows it, but suppose it leaked. */
  leakedSession: string
}

export interface AttackKind {
  /** How often it comes up beside the others. */
  weight: number
  pass?: Pass
  /** Whether a good hello is said and answered first. */
  joins?: boolean
  /** What is decided elsewhere takes a moment, and anything said meanwhile would be another offence. */
  alone?: boolean
  /** How it ends; where chance made the message, what the rules say of it. */
  ends: Ending | ((messages: readonly Message[]) => Ending)
  messages(dice: Dice, known: Knowledge): Message[]
}

export interface Attack {
  kind: string
  pass: Pass
  /** The good `hello` whose `welcome` is awaited before anything else is sent. */
  greeting: string | undefined
  messages: Message[]
  ends: Ending
}
