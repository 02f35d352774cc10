/** The tokens of the messages' worker: one for all messages, asked of the page where there is none or it was refused. */

import { EarshotError } from '../errors.ts'
import type { MessagesEvent, TokenAnswer } from './messages-words.ts'

/** A page that has brought no token by then brings none; what was asked fails, and is asked again later. */
const TOKEN_WITHIN_MS = 10_000

export class TokenDesk {
  readonly #tell: (event: MessagesEvent) => void
  #token: string | undefined
  #asked: { answer: Promise<string>; settle: (answer: TokenAnswer) => void } | undefined

  constructor(tell: (event: MessagesEvent) => void) {
    this.#tell = tell
  }

  /** @throws {EarshotError} `unreachable` when the page has none now, others when it never will */
  async get(refused?: string): Promise<string> {
    if (this.#token !== undefined && this.#token !== refused) return this.#token
    this.#asked ??= this.#ask(refused)
    return this.#asked.answer
  }

  answered(answer: TokenAnswer): void {
    this.#asked?.settle(answer)
  }

  #ask(refused: string | undefined) {
    const { promise: answer, resolve, reject } = Promise.withResolvers<string>()
    const timer = setTimeout(() => settle({ do: 'no-token', code: 'unreachable', isFinal: false }), TOKEN_WITHIN_MS)
    const settle = (brought: TokenAnswer) => {
      clearTimeout(timer)
      this.#asked = undefined
      if (brought.do === 'token') this.#token = brought.token
      if (brought.do === 'token') resolve(brought.token)
      else reject(new EarshotError(brought.isFinal ? brought.code : 'unreachable'))
    }
    this.#tell({ tell: 'token-wanted', refused })
    return { answer, settle }
  }
}
