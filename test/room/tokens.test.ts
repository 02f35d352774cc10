/** Tokens in the room: one session each, another one before they expire, and what a token fixes. */

import { beforeEach, describe, expect, it } from 'vitest'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import { RENEW_EVERY_MS } from '../../src/protocol/limits.ts'
import { randomId } from '../support/random-id.ts'
import { arrivalOf, RoomLab } from '../support/room-lab.ts'

let lab: RoomLab
beforeEach(() => {
  lab = new RoomLab()
})

const token = 'tokentokentokentokento'
const ada = arrivalOf('p-ada', 'speaker', { token })
const mints = () => lab.effects.filter((effect) => effect.do === 'mint')
const minted = (connection: string, tokenId: string) =>
  lab.do(lab.room.renewals.minted(connection, { token: `jwt of ${tokenId}`, tokenId, expiresAtMs: 2_000_000 }))
const IN_USE = [{ code: CLOSE.unauthorized, reason: 'unauthorized: token in use' }]

describe('[C4] a token', () => {
  it('opens nothing for another session while its own is connected', () => {
    lab.join('a', { arrival: ada })
    lab.forget()
    lab.join('thief', { arrival: ada })
    expect(lab.closes('thief')).toEqual(IN_USE)
    expect(lab.told('thief')).toMatchObject([{ type: 'bye', code: CLOSE.unauthorized }])
    expect(lab.closes('a')).toEqual([])
    expect(lab.effects.filter(({ do: what }) => what === 'admit')).toEqual([])
  })

  it('[R7] opens its own session again', () => {
    const session = lab.join('a', { arrival: ada })
    lab.join('a again', { arrival: ada, session })
    expect(lab.closes('a again')).toEqual([])
    expect(lab.closes('a')).toMatchObject([{ code: CLOSE.replaced }])
  })

  it('is free when its session has lost the line, or left', () => {
    lab.join('a', { arrival: ada })
    lab.do(lab.room.closed('a', lab.nowMs))
    lab.join('b', { arrival: ada })
    expect(lab.closes('b')).toEqual([])
    lab.send('b', { type: 'leave' })
    lab.join('c', { arrival: ada })
    expect(lab.closes('c')).toEqual([])
  })

  it('lets in one of two that come with it at the same time', () => {
    const sessions = [randomId(), randomId()]
    for (const session of sessions) {
      lab.open(session, ada)
      lab.send(session, { type: 'hello', session, name: 'Ada', muted: false, deafened: false, after: 0 })
    }
    for (const session of sessions) lab.do(lab.room.admitted(session, lab.admission({ session }), lab.nowMs))
    expect(sessions.map((session) => lab.closes(session))).toEqual([[], IN_USE])
    expect(lab.effects).toContainEqual(expect.objectContaining({ do: 'release', session: sessions[1] }))
  })

  it('is known as in use through the sleep of the object', () => {
    lab.join('a', { arrival: ada })
    const woken = lab.woken()
    woken.join('thief', { arrival: ada })
    expect(woken.closes('thief')).toEqual(IN_USE)
  })

  it('of the session that was used before the last one is in use, too; an older one is not any more', () => {
    const session = lab.join('a', { arrival: ada })
    for (const next of ['second', 'third']) {
      lab.join(next, { arrival: { ...ada, token: next }, session })
      lab.join(`thief of ${next}`, { arrival: { ...ada, token: next } })
      expect(lab.closes(`thief of ${next}`)).toEqual(IN_USE)
    }
    lab.join('with the second', { arrival: { ...ada, token: 'second' } })
    expect(lab.closes('with the second')).toEqual(IN_USE)
    lab.join('with the first', { arrival: ada })
    expect(lab.closes('with the first')).toEqual([])
  })
})

describe('[C40] renew', () => {
  it('asks for a token of the same person, name and invite, in the role that they have now', () => {
    lab.join('owner', { arrival: arrivalOf('p-owner', 'owner') })
    lab.join('a', { arrival: { ...ada, name: 'Dr. Ada', invite: 'an-invite' } })
    lab.moderate('owner', { action: 'role', member: 2, role: 'moderator' })
    lab.forget()
    lab.send('a', { type: 'renew' })
    const participant = { person: 'p-ada', role: 'moderator', name: 'Dr. Ada', invite: 'an-invite' }
    expect(lab.effects).toEqual([{ do: 'mint', connection: 'a', participant }])
  })

  it('fixes no name where the token fixed none', () => {
    lab.join('a', { arrival: ada })
    lab.send('a', { type: 'renew' })
    expect(mints()).toMatchObject([{ participant: { name: null } }])
  })

  it('tells the token to who asked alone, and from then on it is their session’s', () => {
    lab.join('b')
    lab.join('a', { arrival: ada })
    lab.send('a', { type: 'renew' })
    lab.forget()
    minted('a', 'the next')
    expect(lab.told('a')).toEqual([{ type: 'token', token: 'jwt of the next', expiresAtMs: 2_000_000 }])
    expect(lab.told('b')).toEqual([])
    const woken = lab.woken()
    for (const stolen of [token, 'the next']) {
      woken.join(`thief of ${stolen}`, { arrival: { ...ada, token: stolen } })
      expect(woken.closes(`thief of ${stolen}`)).toEqual(IN_USE)
    }
  })

  it('tells nothing to a connection that is over by then', () => {
    const session = lab.join('a', { arrival: ada })
    lab.send('a', { type: 'renew' })
    lab.join('a again', { arrival: ada, session })
    lab.forget()
    minted('a', 'the next')
    expect(lab.effects).toEqual([])
  })

  it('is answered once in ten seconds, over a resume too', () => {
    const session = lab.join('a', { arrival: ada })
    lab.send('a', { type: 'renew' })
    lab.pass(RENEW_EVERY_MS - 1)
    lab.join('a again', { arrival: ada, session })
    lab.forget()
    lab.send('a again', { type: 'renew' })
    expect(lab.told('a again')).toMatchObject([{ type: 'error', code: 'too-often' }])
    expect(mints()).toEqual([])
    lab.pass(1)
    lab.send('a again', { type: 'renew' })
    expect(mints()).toHaveLength(1)
  })
})

describe('[C9] a name that the token fixes', () => {
  it('wins over what hello and state say', () => {
    lab.join('b')
    lab.join('a', { arrival: { ...ada, name: 'Dr. Ada' } })
    expect(lab.told('a')[0]).toMatchObject({ type: 'welcome', self: { name: 'Dr. Ada' } })
    lab.forget()
    lab.send('a', { type: 'state', name: 'Mallory', muted: true })
    expect(lab.told('b')).toEqual([{ type: 'state', members: [{ member: 2, muted: true }] }])
  })

  it('is what the Archive is asked to admit', () => {
    lab.join('a', { arrival: { ...ada, name: 'Dr. Ada', address: 'a-mark', invite: 'an-invite' } })
    expect(lab.effects.find(({ do: what }) => what === 'admit')).toMatchObject({
      request: { name: 'Dr. Ada', address: 'a-mark', invite: 'an-invite' },
    })
  })
})

it('tells the others nothing of tokens, invites and addresses', () => {
  lab.join('b')
  lab.join('a', { arrival: { ...ada, invite: 'an-invite', address: 'a-mark' } })
  lab.send('b', { type: 'roster', after: 0 })
  for (const secret of [token, 'an-invite', 'a-mark']) expect(JSON.stringify(lab.told('b'))).not.toContain(secret)
})
