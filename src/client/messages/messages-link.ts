/**
 * The page's end of the messages' worker: starts it while there is a line to load it over, brings it tokens, passes words on.
 */

import { asEarshotError, EarshotError, type EarshotErrorCode } from '../errors.ts'
import { personIn } from '../kept-token.ts'
import type { PageTokens } from '../page-tokens.ts'
import type { DraftsInPage } from './drafts-in-page.ts'
import {
  GONE,
  type MessageCommand,
  type MessagesCommand,
  type MessagesEvent,
  type MessagesStart,
  type ToldOfMessage,
} from './messages-words.ts'

/** What another try at a token may mend. */
const PASSING: readonly EarshotErrorCode[] = ['unreachable', 'too-fast']

export class MessagesLink {
  readonly #start: Omit<MessagesStart, 'page'>
  readonly #listeners = new Map<string, (event: ToldOfMessage) => void>()
  readonly #drafts: Pick<DraftsInPage, 'follow' | 'lose'>
  #port: MessagePort | undefined

  tokens: PageTokens

  constructor(start: Omit<MessagesStart, 'page'>, tokens: PageTokens, drafts: Pick<DraftsInPage, 'follow' | 'lose'>) {
    this.#start = start
    this.#drafts = drafts
    this.tokens = tokens
    this.#port = this.#open()
  }

  /** Who is told of a message; nobody any more when there is no listener. */
  follow(message: string, listener: ((event: ToldOfMessage) => void) | undefined): void {
    if (listener === undefined) this.#listeners.delete(message)
    else this.#listeners.set(message, listener)
  }

  /** Somebody on this page has it in hand: sends it, or may still bring it back. */
  isFollowed(message: string): boolean {
    return this.#listeners.has(message)
  }

  tell(command: MessageCommand, transfer: Transferable[] = []): void {
    this.#post(command, transfer)
  }

  #post(command: MessagesCommand, transfer: Transferable[] = []): void {
    this.#port ??= this.#open()
    this.#port.postMessage(command, transfer)
  }

  #open(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    const worker = new Worker(new URL('./messages-worker.ts', import.meta.url), { type: 'module' })
    worker.onerror = () => this.#fail(worker, port1)
    worker.postMessage({ ...this.#start, page: port2 } satisfies MessagesStart, [port2])
    port1.onmessage = ({ data }: MessageEvent<MessagesEvent>) => this.#receive(data)
    return port1
  }

  /** It could not be loaded, or broke: what it had on disk stays there, for another, which the next word starts. */
  #fail(worker: Worker, port: MessagePort): void {
    worker.terminate()
    if (port !== this.#port) return
    port.close()
    this.#port = undefined
    this.#drafts.lose()
    for (const [message, listener] of [...this.#listeners]) listener({ tell: 'message', message, view: GONE })
  }

  #receive(event: MessagesEvent): void {
    if (event.tell === 'token-wanted') return void this.#bringToken(event.refused)
    this.#drafts.follow(event)
    this.#listeners.get(event.message)?.(event)
  }

  async #bringToken(refused: string | undefined): Promise<void> {
    try {
      this.#post({ do: 'token', token: await this.#ownToken(refused) })
    } catch (error) {
      const { code } = asEarshotError(error, 'unreachable')
      this.#post({ do: 'no-token', code, isFinal: !PASSING.includes(code) })
    }
  }

  /** Somebody else may have come in on this page since: their token sends nothing of this person's, who may come back. */
  async #ownToken(refused: string | undefined): Promise<string> {
    const token = await this.tokens.otherThan(refused)
    const owner = personIn(token)
    if (owner !== undefined && owner !== this.#start.person)
      throw new EarshotError('unreachable', { cause: 'The token is of another person.' })
    return token
  }
}
