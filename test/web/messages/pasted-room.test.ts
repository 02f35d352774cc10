/** The room that a pasted invite leads to: looked at as the door does, and refused with a reason. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EarshotError, type SeenLink } from '../../../src/client/index.ts'
import type { RememberedRoom } from '../../../web/links/remembered-rooms.ts'
import { fakeStorage } from '../../support/fake-storage.ts'
import { randomId } from '../../support/random-id.ts'

const ORIGIN = 'https://earshot.example'
const [here, room, invite, older] = [randomId(), randomId(), randomId(), randomId()]
const seen = (role: SeenLink['role']): SeenLink => ({
  room: { id: room, name: 'Orchestra' },
  role,
  invite: { role, expiresAtMs: null, maxPeople: null },
})

let storage: { restore(): void }
beforeEach(() => vi.resetModules())
afterEach(() => storage.restore())

/** `answers`: by the secret that was shown. Answers what came of it, and what was shown to the server. */
async function paste(text: string, answers: Record<string, SeenLink | EarshotError>, ...known: RememberedRoom[]) {
  storage = fakeStorage({ 'earshot:rooms': known })
  const { pastedRoom } = await import('../../../web/room/messages/pasted-room.ts')
  const shown: unknown[] = []
  const look = async (link: { room: string; secret: string; guest?: string }): Promise<SeenLink> => {
    shown.push(link)
    const answer = answers[link.secret]
    if (answer === undefined || answer instanceof Error) throw answer
    return answer
  }
  const found = pastedRoom(text, { here, origin: ORIGIN, guest: 'me', api: { look } })
  const came = await found.catch((error: EarshotError) => error.code)
  return { came, shown }
}

const link = (of: string, secret: string) => `${ORIGIN}/r/${of}#${secret}`

it('is found in a sentence, by whoever this browser is', async () => {
  const { came, shown } = await paste(`Come to ${link(room, invite)} tonight`, { [invite]: seen('speaker') })
  expect(came).toMatchObject({ is: 'room', room: { room, secret: invite, name: 'Orchestra', role: 'speaker' } })
  expect(shown).toEqual([{ room, secret: invite, guest: 'me' }])
})

it.each([
  ['no link', 'no-link', 'nothing'],
  ['half of one', 'no-link', `${ORIGIN}/r/${room}`],
  ['one of another Earshot', 'no-link', `https://elsewhere.example/r/${room}#${invite}`],
  ['one of the room where one is', 'here', link(here, invite)],
])('asks nobody about %s', async (_, is, text) => {
  expect(await paste(text, {})).toEqual({ came: { is }, shown: [] })
})

it('is refused where one would only listen', async () => {
  expect((await paste(link(room, invite), { [invite]: seen('listener') })).came).toEqual({ is: 'listening' })
})

it('says why a link is not good any more', async () => {
  const expired = new EarshotError('invite-expired')
  expect((await paste(link(room, invite), { [invite]: expired })).came).toBe('invite-expired')
})

it('is opened by another link that this browser has of it, and says what is wrong with the pasted one', async () => {
  const expired = new EarshotError('invite-expired')
  const known: RememberedRoom = { room, secret: older, name: 'Orchestra', role: 'speaker', visitedAtMs: 1 }
  const opened = await paste(link(room, invite), { [invite]: expired, [older]: seen('speaker') }, known)
  expect(opened.came).toMatchObject({ is: 'room', room: { secret: older } })
  const wrong = new EarshotError('wrong-link')
  vi.resetModules()
  expect((await paste(link(room, invite), { [invite]: expired, [older]: wrong }, known)).came).toBe('invite-expired')
})
