/**
 * The page's end of one session: starts its network worker, brings it tokens, passes commands and events on.
 */

import { asEarshotError, EarshotError, type EarshotErrorCode } from './errors.ts'
import type { WorkerStart } from './network-worker.ts'
import type { PageTokens } from './page-tokens.ts'
import type { Failure, SessionCommand, SessionEvent } from './session-messages.ts'
import type { TroubleCommand } from './trouble.ts'

/** The session that a `Room` stands on. */
export interface SessionPort {
  /** Set by whoever listens. */
  onEvent: (event: SessionEvent) => void
  tell(command: SessionCommand | TroubleCommand): void
  /** Ends the worker. */
  close(): void
}

/** Why a session ended; undefined when the client left. */
export function errorOfEnd({ code, detail, retryAfterMs }: Partial<Failure>): EarshotError | undefined {
  return code === undefined ? undefined : new EarshotError(code, { cause: detail, retryAfterMs })
}

/** What another try at a token may mend. */
const PASSING: readonly EarshotErrorCode[] = ['unreachable', 'too-fast']

export class SessionLink implements SessionPort {
  onEvent: (event: SessionEvent) => void = () => {}
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #tokens: PageTokens
  /** The last one that the worker had. */
  #token: string | undefined

  constructor(start: Omit<WorkerStart, 'page'>, tokens: PageTokens) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#tokens = tokens
    this.#worker = new Worker(new URL('./network-worker.ts', import.meta.url), { type: 'module' })
    this.#worker.onerror = ({ message }) => this.onEvent({ type: 'closed', code: 'unreachable', detail: message })
    port1.onmessage = ({ data }: MessageEvent<SessionEvent>) => this.#receive(data)
    this.#worker.postMessage({ ...start, page: port2 } satisfies WorkerStart, [port2, start.capture, start.playout])
  }

  tell(command: SessionCommand | TroubleCommand): void {
    this.#port.postMessage(command)
  }

  close(): void {
    this.onEvent = () => {}
    this.#port.close()
    this.#worker.terminate()
  }

  #receive(event: SessionEvent): void {
    if (event.type === 'token-wanted') this.#bringToken()
    else if (event.type === 'renewed') this.#keepToken(event.token)
    else this.onEvent(event)
  }

  #keepToken(token: string): void {
    this.#token = token
    this.#tokens.keep(token)
  }

  async #bringToken(): Promise<void> {
    try {
      const token = await this.#tokens.otherThan(this.#token)
      this.#token = token
      this.tell({ type: 'token', token })
    } catch (error) {
      const { code, message, retryAfterMs } = asEarshotError(error, 'unreachable')
      this.tell({ type: 'no-token', code, detail: message, final: !PASSING.includes(code), retryAfterMs })
    }
  }
}
