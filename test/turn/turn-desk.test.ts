/** Asking Cloudflare's TURN API, what is made of its answers, and how it is left alone when it keeps failing. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BREAKER_FAILURES, BREAKER_OPEN_MS } from '../../src/protocol/limits.ts'
import { revokeCredential } from '../../src/turn/revoke.ts'
import { JUDGEMENT_LASTS_MS, type Scoreboard, type ServerState } from '../../src/turn/scoreboard.ts'
import { BOARD_LASTS_MS } from '../../src/turn/scoreboard-cache.ts'
import { TurnDesk } from '../../src/turn/turn-desk.ts'
import { FakeCloudflareTurn, TURN_KEY_API_TOKEN, TURN_KEY_ID } from '../support/cloudflare-turn.ts'

const NOW_MS = 1_800_000_000_000
const CLOUDFLARE = { TURN_KEY_ID, TURN_KEY_API_TOKEN }
const OWN = { TURN_SERVERS: 'turn:a.example', TURN_SECRETS: 'secret' }

let cloudflare: FakeCloudflareTurn
let desk: TurnDesk
let log: string[]

const empty = async (): Promise<Scoreboard> => ({})
const gather = (variables: object = CLOUDFLARE, nowMs = NOW_MS, load = empty) =>
  desk.gather(variables, load, 'q83vEjRWeJCrze8SNFZ4kA', nowMs)

beforeEach(() => {
  cloudflare = new FakeCloudflareTurn()
  desk = new TurnDesk()
  log = []
  vi.stubGlobal('fetch', cloudflare.fetch)
  vi.spyOn(console, 'error').mockImplementation((line) => void log.push(line))
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('Cloudflare’s', () => {
  it('credential is asked for by the key, for ten minutes, and passed on without the port of DNS', async () => {
    const { answer, minted } = await gather()
    expect(cloudflare.minted).toEqual([{ username: 'cloudflare-user-0', ttl: 600 }])
    expect(answer.reason).toBeNull()
    expect(answer.iceServers).toEqual([
      { urls: ['stun:stun.cloudflare.com:3478'] },
      {
        urls: expect.arrayContaining([
          'turn:turn.cloudflare.com:3478?transport=udp',
          'turns:turn.cloudflare.com:5349?transport=tcp',
        ]),
        username: 'cloudflare-user-0',
        credential: 'secret-of-cloudflare-user-0',
      },
    ])
    expect(answer.iceServers.flatMap(({ urls }) => urls).filter((url) => /:53\b(?!\d)/.test(url))).toEqual([])
    expect(minted).toEqual([{ provider: 'cloudflare', username: 'cloudflare-user-0' }])
    expect(log).toEqual([])
  })

  it.each<[string, Response | Error]>([
    ['refuses the key', Response.json({ errors: ['no such token token-of-the-tests'] }, { status: 401 })],
    ['is overloaded', new Response(null, { status: 429 })],
    ['fails', new Response('<html>', { status: 502 })],
    ['points elsewhere', new Response(null, { status: 302, headers: { location: 'https://elsewhere.example' } })],
    ['answers no JSON', new Response('fine', { status: 201 })],
    ['answers something else', Response.json({ iceServers: 'none' }, { status: 201 })],
    ['answers STUN alone', Response.json({ iceServers: [{ urls: 'stun:a.example' }] }, { status: 201 })],
    ['takes too long', new DOMException('The operation timed out.', 'TimeoutError')],
    ['is out of reach', new TypeError('fetch failed: token-of-the-tests')],
  ])('API %s: there is a reason in place of a credential, and no secret in the log', async (_, trouble) => {
    cloudflare.trouble = trouble
    const { answer, minted } = await gather()
    expect([answer.iceServers, answer.reason, minted]).toEqual([[], 'provider-unavailable', []])
    expect(log).toHaveLength(1)
    expect(log[0]).not.toMatch(/token-of-the-tests|secret/)
  })

  it('API is left alone after some failures, and found again by one request', async () => {
    cloudflare.trouble = new Response(null, { status: 500 })
    for (let times = 0; times < BREAKER_FAILURES + 3; times += 1) await gather()
    expect(cloudflare.requests).toBe(BREAKER_FAILURES)
    cloudflare.trouble = undefined
    expect((await gather(CLOUDFLARE, NOW_MS + BREAKER_OPEN_MS - 1)).answer.reason).toBe('provider-unavailable')
    expect((await gather(CLOUDFLARE, NOW_MS + BREAKER_OPEN_MS)).answer.reason).toBeNull()
    expect((await gather(CLOUDFLARE, NOW_MS + BREAKER_OPEN_MS)).answer.reason).toBeNull()
    expect(cloudflare.requests).toBe(BREAKER_FAILURES + 2)
  })
})

describe('the scoreboard', () => {
  const DOWN: Scoreboard = { 'turn:a.example:3478': { state: 'down', judgedAtMs: NOW_MS } }

  it('is asked once in 30 s', async () => {
    let asked = 0
    const load = async () => {
      asked += 1
      return DOWN
    }
    for (const afterMs of [0, 15_000, 29_999]) {
      expect((await gather(OWN, NOW_MS + afterMs, load)).answer.reason).toBe('servers-down')
    }
    expect(asked).toBe(1)
    await gather(OWN, NOW_MS + 30_000, load)
    expect(asked).toBe(2)
  })

  it('that is out of reach keeps nobody from servers, but from those that it last called down', async () => {
    const fails = async () => {
      throw new Error('The object is out of reach.')
    }
    expect((await gather(OWN, NOW_MS, fails)).answer.iceServers).toHaveLength(2)
    await gather(OWN, NOW_MS, async () => DOWN)
    expect((await gather(OWN, NOW_MS + 30_000, fails)).answer.reason).toBe('servers-down')
    expect(log).toHaveLength(2)
  })
})

describe('the standing', () => {
  const TWO = { ...OWN, TURN_SERVERS: 'turn:a.example turn:b.example' }
  const board = (a?: ServerState, b?: ServerState) => async (): Promise<Scoreboard> => ({
    ...(a && { 'turn:a.example:3478': { state: a, judgedAtMs: NOW_MS } }),
    ...(b && { 'turn:b.example:3478': { state: b, judgedAtMs: NOW_MS } }),
  })
  const standing = (variables: object, load = empty, nowMs = NOW_MS) => desk.standing(variables, load, nowMs)

  it('is none where nothing is configured', async () => {
    expect(await standing({})).toBe('none')
  })

  it('is unknown before the first run of probes, and when none has come for long', async () => {
    expect(await standing(TWO)).toBe('unknown')
    expect(await standing(TWO, board('up', 'up'), NOW_MS + BOARD_LASTS_MS)).toBe('up')
    expect(await standing(TWO, board('up', 'up'), NOW_MS + JUDGEMENT_LASTS_MS)).toBe('unknown')
  })

  it.each<[ServerState | undefined, ServerState | undefined, string]>([
    ['up', 'up', 'up'],
    ['up', undefined, 'up'],
    ['up', 'down', 'degraded'],
    ['up', 'slow', 'degraded'],
    ['slow', 'slow', 'degraded'],
    ['slow', 'down', 'degraded'],
    ['down', undefined, 'degraded'],
    ['down', 'down', 'down'],
  ])('of a server that is %s and one that is %s is %s', async (a, b, both) => {
    expect(await standing(TWO, board(a, b))).toBe(both)
  })

  it('has Cloudflare’s for one more, without asking it', async () => {
    expect(await standing(CLOUDFLARE)).toBe('up')
    expect(await standing({ ...OWN, ...CLOUDFLARE }, board('down'))).toBe('degraded')
    expect(cloudflare.requests).toBe(0)
  })

  it('is down while Cloudflare keeps failing and there is nothing else', async () => {
    cloudflare.trouble = new Response(null, { status: 500 })
    for (let times = 0; times < BREAKER_FAILURES; times += 1) await gather()
    expect(await standing(CLOUDFLARE)).toBe('down')
    expect(await standing({ ...OWN, ...CLOUDFLARE }, board('up'))).toBe('degraded')
  })
})

describe('a credential', () => {
  const revoke = (provider: string, username: string, variables: object = CLOUDFLARE) =>
    revokeCredential(variables, { provider, username })

  it('of Cloudflare is taken back, also twice', async () => {
    await gather()
    expect(await revoke('cloudflare', 'cloudflare-user-0')).toBe(true)
    expect(await revoke('cloudflare', 'cloudflare-user-0')).toBe(true)
    expect(cloudflare.revoked).toEqual(['cloudflare-user-0', 'cloudflare-user-0'])
  })

  it('that Cloudflare does not know opens nothing either', async () => {
    expect(await revoke('cloudflare', 'gone')).toBe(true)
  })

  it('is named in the address as it is', async () => {
    expect(await revoke('cloudflare', '../../keys?x')).toBe(true)
    expect(cloudflare.revoked).toEqual([])
  })

  it('of coturn cannot be taken back, nor one of a key that is gone', async () => {
    expect(await revoke('coturn', '1800000000:q83v')).toBe(false)
    expect(await revoke('cloudflare', 'cloudflare-user-0', {})).toBe(false)
    expect(cloudflare.requests).toBe(0)
  })

  it('is to be tried again when Cloudflare could not be asked', async () => {
    cloudflare.trouble = new Response(null, { status: 503 })
    await expect(revoke('cloudflare', 'cloudflare-user-0')).rejects.toThrow('answered 503')
    cloudflare.trouble = new TypeError('fetch failed')
    await expect(revoke('cloudflare', 'cloudflare-user-0')).rejects.toThrow('could not be reached')
  })
})
