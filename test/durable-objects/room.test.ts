/** The Room object in workerd: upgrade, fan-out, hibernation, closing. What needs no runtime is tested in test/room. */

import { applyD1Migrations, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundle, unbundle } from '../../src/protocol/audio-message.ts'
import { CLOSE } from '../../src/protocol/close-codes.ts'
import type { Packet } from '../../src/protocol/packet.ts'
import { checkParticipantToken } from '../../src/tokens/participant-token.ts'
import { readSigningKeys } from '../../src/tokens/signing-keys.ts'
import { Guest, guest, newRoom, owner, randomId } from './guest.ts'

const packet = (slot: number): Packet => ({
  speaker: 0,
  talkStart: slot === 0,
  talkEnd: false,
  durationMs: 20,
  level: 30,
  slot,
  payload: new Uint8Array([0x78, slot]),
})

/** The Archive tells the index who is in. */
beforeAll(() => applyD1Migrations(env.INDEX, env.TEST_MIGRATIONS))

describe('a room', () => {
  it('[C3] answers an upgrade with earshot.v1', async () => {
    const response = await env.ROOMS.getByName(await newRoom()).fetch('https://room/', {
      headers: { Upgrade: 'websocket', 'earshot-arrival': JSON.stringify(guest('ada')) },
    })
    expect(response.status).toBe(101)
    expect(response.headers.get('Sec-WebSocket-Protocol')).toBe('earshot.v1')
    response.webSocket?.accept()
    response.webSocket?.close()
  })

  it('[W15] relays packets with the number of their speaker, in order', async () => {
    const room = await newRoom()
    const [ada, bob, cyd] = await Promise.all(['ada', 'bob', 'cyd'].map((name) => Guest.join(room, guest(name))))
    for (let slot = 0; slot < 100; slot += 2) ada?.socket.send(bundle([packet(slot)]))
    for (const listener of [bob, cyd]) {
      await listener?.until(() => listener.audio.length === 50)
      const heard = listener?.audio.map((bytes) => unbundle(bytes))
      expect(heard?.every((reading) => reading.ok && reading.packets[0]?.speaker === ada?.number)).toBe(true)
      expect(heard?.map((reading) => reading.ok && reading.packets[0]?.slot)).toEqual(
        Array.from({ length: 50 }, (_, index) => index * 2),
      )
    }
    expect(ada?.audio).toEqual([])
  })

  it('[C24] answers a ping', async () => {
    const ada = await Guest.join(await newRoom(), guest('ada'))
    ada.say('ping')
    await ada.until(() => ada.texts.includes('pong'))
  })

  it('keeps its members through hibernation, and wakes with everyone in it', async () => {
    const room = await newRoom()
    const ada = await Guest.join(room, guest('ada'))
    const bob = await Guest.join(room, guest('bob'))
    ada.say({ type: 'state', name: 'Ada L.' })
    await bob.next('state')
    await evictDurableObject(env.ROOMS.getByName(room), { webSockets: 'hibernate' })
    ada.socket.send(bundle([packet(0)]))
    await bob.until(() => bob.audio.length === 1)
    const cyd = await Guest.join(room, guest('cyd'))
    await cyd.until(() => cyd.all('joined').flatMap(({ members }) => members).length === 2)
    expect(cyd.all('joined').flatMap(({ members }) => members)).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Ada L.' }), expect.objectContaining({ name: 'bob' })]),
    )
    expect(bob.all('left')).toEqual([])
  })

  it('[R6] tells that a member is reconnecting, and [R5] gives it its number again', async () => {
    const room = await newRoom()
    const session = randomId()
    const ada = await Guest.join(room, guest('ada'), session)
    const bob = await Guest.join(room, guest('bob'))
    ada.socket.close(1001, 'gone')
    await bob.next('state', ({ members }) => members[0]?.reconnecting === true)
    const again = await Guest.join(room, guest('ada'), session)
    expect(again.number).toBe(ada.number)
    await bob.next('state', ({ members }) => members[0]?.reconnecting === false)
    expect(bob.all('left')).toEqual([])
  })

  it('closes cleanly what its client closes, and answers 1000 to a close without a code', async () => {
    const room = await newRoom()
    const ada = await Guest.join(room, guest('ada'))
    ada.socket.close(3001, 'done')
    await ada.until(() => ada.closed !== undefined)
    expect(ada.closed?.code).toBe(3001)
    const bob = await Guest.join(room, guest('bob'))
    bob.socket.close()
    await bob.until(() => bob.closed !== undefined)
    expect(bob.closed?.code).toBeLessThan(1006)
  })

  it.each([
    ['a truncated packet', new Uint8Array([0, 0, 0]), CLOSE.malformed],
    ['a reserved bit', new Uint8Array([0, 0, 0, 7, 0x10, 1, 0, 0, 0, 0, 1]), CLOSE.malformed],
    ['an oversized message', new Uint8Array(9_000), CLOSE.tooLarge],
    ['text that is not JSON', 'hello?', CLOSE.malformed],
    ['a long control message', JSON.stringify({ type: 'say', text: 'x'.repeat(20_000) }), CLOSE.tooLarge],
  ])('[R1] closes the sender of %s, and the others go on', async (_, bad, code) => {
    const room = await newRoom()
    const [ada, bob, cyd] = await Promise.all(['ada', 'bob', 'cyd'].map((name) => Guest.join(room, guest(name))))
    ada?.socket.send(bad)
    await ada?.until(() => ada.closed !== undefined)
    expect(ada?.closed?.code).toBe(code)
    expect(ada?.all('bye')).toMatchObject([{ code }])
    bob?.socket.send(bundle([packet(0)]))
    await cyd?.until(() => cyd.audio.length === 1)
  })

  it('[C8] closes a hello that is wrong, whatever stands in it', async () => {
    const stranger = await Guest.open(await newRoom(), guest('eve'))
    const hello = {
      type: 'hello',
      session: '漢'.repeat(400),
      name: '漢'.repeat(400),
      muted: '漢'.repeat(400),
      after: {},
    }
    stranger.say(hello)
    await stranger.until(() => stranger.closed !== undefined)
    expect(stranger.closed?.code).toBe(CLOSE.malformed)
  })

  it('[W23] hears as many at a time as its settings say, after a sleep too, and counts what it does', async () => {
    const room = await newRoom({ maxSpeakers: 1 })
    const [ada, bob, cyd] = [
      await Guest.join(room, guest('ada')),
      await Guest.join(room, guest('bob')),
      await Guest.join(room, guest('cyd')),
    ]
    await evictDurableObject(env.ROOMS.getByName(room), { webSockets: 'hibernate' })
    ada.socket.send(bundle([packet(0)]))
    await cyd.until(() => cyd.audio.length === 1)
    bob.socket.send(bundle([packet(0)]))
    expect((await bob.next('pace')).heard).toBe(false)
    expect(cyd.audio).toHaveLength(1)
    const counters = await env.ROOMS.getByName(room).counters()
    expect(counters).toMatchObject({ members: 3, arrivals: 2, sends: 2, bytesSent: 24, withheld: 0, repaired: 0 })
    expect(counters.plan).toEqual({ send: 'at-once' })
  })

  it('uses no storage and no alarm', async () => {
    const room = await newRoom()
    const ada = await Guest.join(room, owner('ada'))
    ada.say({ type: 'say', id: randomId(), text: 'hello' })
    await ada.next('ack')
    ada.say({ type: 'renew' })
    await ada.next('token')
    await runInDurableObject(env.ROOMS.getByName(room), async (_, state) => {
      expect(await state.storage.getAlarm()).toBeNull()
      const tables = state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
      expect(tables.toArray()).toEqual([])
    })
  })

  it('[C40] mints a token that opens it, after a sleep too, and [C4] to nobody else meanwhile', async () => {
    const room = await newRoom()
    const session = randomId()
    const ada = await Guest.join(room, { ...guest('ada'), name: 'Dr. Ada', invite: 'an-invite' }, session)
    await evictDurableObject(env.ROOMS.getByName(room), { webSockets: 'hibernate' })
    ada.say({ type: 'renew' })
    const { token, expiresAtMs } = await ada.next('token')
    const reading = await checkParticipantToken(token, readSigningKeys(env.TOKEN_KEYS), Date.now())
    if (!reading.ok) throw new Error(reading.reason)
    const { room: of, ...bearer } = reading.bearer
    expect(of).toBe(room)
    expect(bearer).toMatchObject({ person: 'ada', role: 'speaker', name: 'Dr. Ada', invite: 'an-invite' })
    expect(expiresAtMs).toBeGreaterThan(Date.now())
    const thief = await Guest.open(room, { ...bearer, address: null })
    thief.say({ type: 'hello', session: randomId(), name: 'Eve', muted: false, deafened: false, after: 0 })
    await thief.until(() => thief.closed !== undefined)
    expect(thief.closed).toEqual({ code: CLOSE.unauthorized, reason: 'unauthorized: token in use' })
    const again = await Guest.join(room, { ...bearer, address: null }, session)
    expect(again.number).toBe(ada.number)
  })

  it('counts heads, raises hands from outside, and empties itself when it is deleted', async () => {
    const room = await newRoom()
    const stub = env.ROOMS.getByName(room)
    expect(await stub.headcount()).toBe(0)
    const [ada, bob] = [await Guest.join(room, guest('ada')), await Guest.join(room, guest('bob'))]
    expect(await stub.headcount()).toBe(2)
    await stub.raise({ person: 'bob', raised: true })
    const { members } = await ada.next('state')
    expect(members).toEqual([{ member: bob.number, handRaisedAtMs: expect.any(Number) }])
    const visitor = await Guest.open(room, guest('cyd'))
    await stub.destroyed()
    for (const one of [ada, bob, visitor]) {
      await one.until(() => one.closed !== undefined)
      expect(one.closed?.code).toBe(CLOSE.gone)
      expect(one.all('bye')).toMatchObject([{ code: CLOSE.gone }])
    }
    expect(await stub.headcount()).toBe(0)
  })

  it('[C12] ends a gathering, and begins another with whoever comes', async () => {
    const room = await newRoom()
    const [ada, bob] = [await Guest.join(room, owner('ada')), await Guest.join(room, guest('bob'))]
    ada.say({ type: 'moderate', id: randomId(), action: 'end' })
    for (const one of [ada, bob]) {
      await one.until(() => one.closed !== undefined)
      expect(one.closed).toEqual({ code: CLOSE.ended, reason: 'ended' })
    }
    const again = await Guest.join(room, guest('bob'))
    expect(again.all('welcome')).toMatchObject([{ headcount: 1 }])
  })
})
