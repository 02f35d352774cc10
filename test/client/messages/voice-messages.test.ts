/** What a page does with what it finds lying on its device, whoever has left it there. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { contentOf, MemoryFile } from '../../../src/client/messages/byte-file.ts'
import type { MessageRecord } from '../../../src/client/messages/message-record.ts'
import type { MessagesCommand } from '../../../src/client/messages/messages-words.ts'
import { openMessages } from '../../../src/client/messages/open-messages.ts'
import { StateSlots } from '../../../src/client/messages/state-slots.ts'
import { randomId } from '../../../src/client/random-id.ts'
import { bearerOf } from '../../support/bearer.ts'
import { stubDisk } from '../../support/fake-disk.ts'
import { messageRecord } from '../../support/message-record.ts'

const [MESSAGE, ADA, BOB] = ['M'.repeat(22), 'guest:ada', 'guest:bob']

/** A page has the messages of a room for as long as it is there: each test has a room of its own. */
let room: string
let told: MessagesCommand[]

beforeEach(() => {
  room = randomId()
  told = []
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('setInterval', () => 0)
  const end = { postMessage: (command: MessagesCommand) => void told.push(command) }
  vi.stubGlobal(
    'Worker',
    class {
      postMessage() {}
    },
  )
  vi.stubGlobal(
    'MessageChannel',
    class {
      port1 = { ...end }
      port2 = { ...end }
    },
  )
})

afterEach(() => vi.unstubAllGlobals())

function lies(change: Partial<MessageRecord>): void {
  const state = new MemoryFile()
  new StateSlots(state).write(JSON.stringify(messageRecord({ message: MESSAGE, room, person: ADA, ...change })))
  stubDisk({ [`earshot-messages/${room}/${MESSAGE}/state`]: contentOf(state) })
}

const openPageOf = (person: string) =>
  openMessages({ room, person, getToken: async () => bearerOf(person), name: person, server: 'http://127.0.0.1' })

it('has the worker see to what was thrown away, which another person comes upon too', async () => {
  for (const person of [ADA, BOB]) {
    lies({ isFile: true, phase: 'discarded' })
    told = []
    openPageOf(person)
    await vi.waitFor(() => expect(told).toEqual([{ do: 'adopt', message: MESSAGE }]))
  }
})
