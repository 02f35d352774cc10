/** What a page does with what it finds lying on its device, whoever has left it there. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { MessageRecord } from '../../../src/client/messages/message-record.ts'
import type { MessagesCommand } from '../../../src/client/messages/messages-words.ts'
import { openMessages } from '../../../src/client/messages/open-messages.ts'
import { randomId } from '../../../src/client/random-id.ts'
import { bearerOf } from '../../support/bearer.ts'
import { messageRecord } from '../../support/message-record.ts'
import { layOnDevice, stubMessagesPage } from '../../support/messages-page.ts'

const [MESSAGE, ADA, BOB] = ['M'.repeat(22), 'guest:ada', 'guest:bob']

/** A page has the messages of a room for as long as it is there: each test has a room of its own. */
let room: string
let told: MessagesCommand[]

beforeEach(() => {
  room = randomId()
  told = []
  stubMessagesPage((command) => told.push(command))
})

afterEach(() => vi.unstubAllGlobals())

const lies = (change: Partial<MessageRecord>) =>
  layOnDevice(messageRecord({ message: MESSAGE, room, person: ADA, ...change }))

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
