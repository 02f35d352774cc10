/** A page with voice messages, without a browser: nothing is heard of its workers, and on its disk lies what a test lays there. */

import { vi } from 'vitest'
import { contentOf, MemoryFile } from '../../src/client/messages/byte-file.ts'
import type { MessageRecord } from '../../src/client/messages/message-record.ts'
import type { MessagesCommand } from '../../src/client/messages/messages-words.ts'
import { StateSlots } from '../../src/client/messages/state-slots.ts'
import { stubDisk } from './fake-disk.ts'

/** Until `vi.unstubAllGlobals()`. `told`: what the page says to its worker. */
export function stubMessagesPage(told: (command: MessagesCommand) => void = () => undefined): void {
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('setInterval', () => 0)
  vi.stubGlobal(
    'Worker',
    class {
      postMessage() {}
    },
  )
  vi.stubGlobal(
    'MessageChannel',
    class {
      port1 = { postMessage: told }
      port2 = { postMessage: told }
    },
  )
}

/** One message and nothing else lies on the device, and nobody has it in hand. */
export function layOnDevice(record: MessageRecord): void {
  const state = new MemoryFile()
  new StateSlots(state).write(JSON.stringify(record))
  stubDisk({ [`earshot-messages/${record.room}/${record.message}/state`]: contentOf(state) })
}
