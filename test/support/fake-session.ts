/** The network worker as a room sees it, without any network: it notes what it is told, and says what a test wants. */

import type { SessionPort } from '../../src/client/session-link.ts'
import type { SessionCommand, SessionEvent } from '../../src/client/session-messages.ts'
import type { TroubleCommand } from '../../src/client/trouble.ts'

export class FakeSession implements SessionPort {
  onEvent: (event: SessionEvent) => void = () => {}
  readonly told: (SessionCommand | TroubleCommand)[] = []
  isClosed = false

  tell(command: SessionCommand | TroubleCommand): void {
    this.told.push(command)
  }

  close(): void {
    this.isClosed = true
  }

  /** The id of the last request. */
  get lastId(): string {
    const last = this.told.at(-1)
    return last?.type === 'request' ? last.request.id : ''
  }
}
