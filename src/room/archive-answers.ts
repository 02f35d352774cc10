/**
 * What the Archive answers to what members asked to be stored, as the member who asked hears it. Pure.
 */

import type { Appended } from '../archive/log.ts'
import { type Effect, tell } from './effect.ts'
import type { LogFeed } from './log-feed.ts'
import { noSuchMember, refusal } from './refusal.ts'

export class ArchiveAnswers<Connection> {
  readonly #feed: LogFeed

  constructor(feed: LogFeed) {
    this.#feed = feed
  }

  /** The Archive's answer to an `append` effect: stored, or why not. */
  appended(connection: Connection, id: string, answer: Appended): Effect<Connection>[] {
    if (!answer.ok) {
      if (answer.reason === 'unknown-room') return this.appendFailed(connection, id)
      return [refusal(connection, 'not-allowed', 'Nobody can do that to an owner of the room.', id)]
    }
    const { number, isNew } = answer
    const missingAfter = isNew ? this.#feed.missing(number) : undefined
    const pull = missingAfter === undefined ? [] : [{ do: 'pull', after: missingAfter } as const]
    return [...tell([connection], { type: 'ack', id, number }), ...pull]
  }

  /** The Archive's answer to a `recall` effect: the number under which the request was done, if it was. */
  recalled(connection: Connection, id: string, number: number | undefined): Effect<Connection>[] {
    if (number === undefined) return [noSuchMember(connection, id)]
    return tell([connection], { type: 'ack', id, number })
  }

  appendFailed(connection: Connection, id: string): Effect<Connection>[] {
    return [refusal(connection, 'not-stored', 'This could not be stored. Try again.', id)]
  }
}
