/** ICE servers for a session: who gets them, how often, what is remembered of them, and what is taken back. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { PERSONAL_RATES } from '../../src/protocol/limits.ts'
import { turnPool } from '../../src/turn/pool.ts'
import { FakeCloudflareTurn, TURN_KEY_API_TOKEN, TURN_KEY_ID } from '../support/cloudflare-turn.ts'
import { createRoom, errorOf, openIndex, posted, request, requestUnder, tokenFor } from './door.ts'
import { archiveOf, somebody } from './kept-room.ts'

const OWN = { TURN_SERVERS: 'turn:a.example turn:b.example', TURN_SECRETS: 'secret' }
const CLOUDFLARE = { TURN_KEY_ID, TURN_KEY_API_TOKEN }

interface Answer {
  iceServers: { urls: string[]; username?: string; credential?: string }[]
  expiresAtMs: number
  refreshAtMs: number
  reason: string | null
}

let room: string
let persons = 0
let cloudflare: FakeCloudflareTurn

beforeAll(openIndex)

beforeEach(async () => {
  room = (await createRoom('Kitchen')).room.id
  cloudflare = new FakeCloudflareTurn()
  vi.spyOn(globalThis, 'fetch').mockImplementation(cloudflare.fetch)
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** Somebody new each time: how often one person may ask is a test of its own. */
const token = () => {
  persons += 1
  return tokenFor(room, { person: `guest:${persons}` })
}

const asking = (token: string, body: unknown = {}): RequestInit => ({
  ...posted(body),
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
})

const ask = async (settings: Partial<Env>, bearer?: string, at = room): Promise<Response> =>
  requestUnder(settings, `/v1/rooms/${at}/ice-servers`, asking(bearer ?? (await token())))

/** The object reads settings of its own, not those of the request. */
const archiveHas = (settings: typeof CLOUDFLARE) =>
  runInDurableObject(
    archiveOf(room),
    (archive) => void Object.assign((archive as unknown as { env: Env }).env, settings),
  )

const urlsOf = ({ iceServers }: Answer) => iceServers.flatMap(({ urls }) => urls)

describe('are given', () => {
  it('to whoever may be in the room, to be kept nowhere', async () => {
    const response = await ask({ ...OWN, ...CLOUDFLARE })
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const answer = await response.json<Answer>()
    expect(answer.reason).toBeNull()
    expect(urlsOf(answer)).toEqual(
      expect.arrayContaining(['turn:turn.cloudflare.com:3478?transport=udp', 'turn:a.example:3478?transport=udp']),
    )
    expect(answer.expiresAtMs).toBeGreaterThan(answer.refreshAtMs)
  })

  it('under a name that tells nothing of who asks, another one each time', async () => {
    const bearer = await token()
    const names = []
    for (let times = 0; times < 2; times += 1) {
      const { iceServers } = await (await ask(OWN, bearer)).json<Answer>()
      names.push(iceServers.at(-1)?.username)
    }
    expect(names).toEqual([expect.stringMatching(/^\d{10}:[\w-]{22}$/), expect.stringMatching(/^\d{10}:[\w-]{22}$/)])
    expect(names[0]).not.toBe(names[1])
    expect(names.join()).not.toContain(room)
  })

  it('without any server, but with the reason, where nothing is configured', async () => {
    const response = await request(`/v1/rooms/${room}/ice-servers`, asking(await token()))
    expect(await response.json()).toMatchObject({ iceServers: [], reason: 'not-configured' })
  })

  it('without a word of them in the log', async () => {
    const lines: unknown[] = []
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...line) => void lines.push(...line))
    }
    await ask({ ...OWN, ...CLOUDFLARE })
    cloudflare.trouble = new Response('secret', { status: 500 })
    expect(await (await ask(CLOUDFLARE)).json()).toMatchObject({ reason: 'provider-unavailable' })
    expect(lines.map((line) => JSON.parse(String(line)))).toEqual([
      { level: 'info', requestId: expect.any(String), what: 'turn-credentials', cloudflare: 1, coturn: 1 },
      { level: 'error', turn: 'Cloudflare’s TURN API answered 500.' },
    ])
  })
})

describe('are refused', () => {
  it('without a token, and with one of another room', async () => {
    const without = await requestUnder(OWN, `/v1/rooms/${room}/ice-servers`, posted({}))
    expect(await errorOf(without)).toMatchObject({ status: 401, code: 'token-missing' })
    const elsewhere = await tokenFor((await createRoom()).room.id)
    expect(await errorOf(await ask(OWN, elsewhere))).toMatchObject({ status: 403, code: 'token-elsewhere' })
  })

  it('to an API key, which is told what to do with it', async () => {
    const response = await ask(OWN, 'ek.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA')
    expect(response.status).toBe(401)
    const message = 'This takes a participant’s token. Mint one with POST /v1/tokens.'
    expect(await response.json()).toEqual({ error: { code: 'token-invalid', message } })
  })

  it('for a room that there is not', async () => {
    const nowhere = 'AAAAAAAAAAAAAAAAAAAAAA'
    const refusal = await errorOf(await ask(OWN, await tokenFor(nowhere), nowhere))
    expect(refusal).toMatchObject({ status: 404, code: 'unknown-room' })
  })

  it('with another body than an object of JSON', async () => {
    const path = `/v1/rooms/${room}/ice-servers`
    expect(await errorOf(await requestUnder(OWN, path, asking(await token(), 'all')))).toMatchObject({ status: 400 })
    const text = { method: 'POST', headers: { authorization: `Bearer ${await token()}` }, body: '{}' }
    expect(await errorOf(await requestUnder(OWN, path, text))).toMatchObject({ status: 415, code: 'not-json' })
  })

  it('to one person who asks again and again, in any room by itself', async () => {
    const bearer = await token()
    const answers = []
    for (let times = 0; times <= PERSONAL_RATES.turn.burst; times += 1) answers.push(await ask(OWN, bearer))
    expect(answers.map(({ status }) => status)).toEqual([...Array(PERSONAL_RATES.turn.burst).fill(200), 429])
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask(OWN)).status).toBe(200)
  })

  it('to somebody who was removed, whose credentials are taken back', async () => {
    await archiveHas(CLOUDFLARE)
    const eve = await somebody(room, 'Eve')
    await ask(CLOUDFLARE, eve.token)
    const owner = { person: 'guest:olga', name: 'Olga', role: 'owner' } as const
    const act = { action: 'remove', person: eve.person } as const
    expect(await archiveOf(room).moderate({ id: 'AAAAAAAAAAAAAAAAAAAAAA', by: owner, act })).toMatchObject({ ok: true })
    expect(await errorOf(await ask(CLOUDFLARE, eve.token))).toMatchObject({ status: 403, code: 'removed' })
    await vi.waitFor(() => expect(cloudflare.revoked).toEqual(['cloudflare-user-0']))
    expect(cloudflare.minted).toHaveLength(1)
    await archiveHas({ TURN_KEY_ID: '', TURN_KEY_API_TOKEN: '' })
  })
})

it('leave out a server from 30 s after the run that saw it down, and have it back after the one that saw it well', async () => {
  const pool = turnPool(env.TURN_POOL)
  const startMs = Date.now()
  const at = (afterMs: number) => vi.spyOn(Date, 'now').mockReturnValue(startMs + afterMs)
  const run = (probe: number | null, endedAtMs: number) => [
    { server: 'turn:a.example:3478', endedAtMs, probes: Array(10).fill(probe) },
  ]
  const hasServer = async () => urlsOf(await (await ask(OWN)).json<Answer>()).some((url) => url.includes('a.example'))
  at(60_000)
  expect(await hasServer()).toBe(true)
  await pool.record(run(null, startMs + 60_000), startMs + 60_000)
  at(90_000)
  expect(await hasServer()).toBe(false)
  await pool.record(run(20, startMs + 100_000), startMs + 100_000)
  at(130_000)
  expect(await hasServer()).toBe(true)
})
