/** What an earlier visit was to send, found by a page that joins no room: whose it is, with a line and without. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EarshotError } from '../../../src/client/errors.ts'
import { openMessages, sendWaitingMessages } from '../../../src/client/messages/open-messages.ts'
import { randomId } from '../../../src/client/random-id.ts'
import { bearerOf } from '../../support/bearer.ts'
import { stubDisk } from '../../support/fake-disk.ts'
import { messageRecord } from '../../support/message-record.ts'
import { layOnDevice, stubMessagesPage } from '../../support/messages-page.ts'

const [MESSAGE, ADA] = ['M'.repeat(22), 'guest:ada']
/** A page has the messages of a room for as long as it is there: each test has a room of its own. */
let room: string

beforeEach(() => {
  room = randomId()
  stubMessagesPage()
})

afterEach(() => vi.unstubAllGlobals())

function lieSent(): void {
  const facts = { message: MESSAGE, room, person: ADA, isFile: true, trim: false, durationMs: 1_000 }
  layOnDevice(messageRecord({ ...facts, recordedAtMs: 1, phase: 'sending', phaseAtMs: 1 }))
}

const options = (getToken: () => Promise<string>) => ({ room, getToken, name: 'Ada', server: 'http://127.0.0.1' })
const refusing = (code: 'unreachable' | 'invite-expired') => options(() => Promise.reject(new EarshotError(code)))

it('names whose it sends by the token', async () => {
  lieSent()
  expect(await sendWaitingMessages(options(async () => bearerOf(ADA)))).toBe(ADA)
})

it('has it waiting without a line, too, for whom the credential of earlier names', async () => {
  lieSent()
  const person = await sendWaitingMessages({ ...refusing('unreachable'), bearer: bearerOf(ADA) })
  expect(person).toBe(ADA)
  const messages = openMessages({ ...refusing('unreachable'), person: ADA })
  await vi.waitFor(() => expect(messages.outgoing).toMatchObject([{ id: MESSAGE, state: 'waiting' }]))
})

it('sends nothing for whom a server refuses, nor for nobody', async () => {
  lieSent()
  const refused = sendWaitingMessages({ ...refusing('invite-expired'), bearer: bearerOf(ADA) })
  await expect(refused).rejects.toMatchObject({ code: 'invite-expired' })
  await expect(sendWaitingMessages(refusing('unreachable'))).rejects.toMatchObject({ code: 'unreachable' })
})

it('asks for no token where nothing lies', async () => {
  stubDisk({})
  expect(await sendWaitingMessages({ ...refusing('invite-expired'), bearer: bearerOf(ADA) })).toBeUndefined()
})
