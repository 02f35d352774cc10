/**
 * TURN against the real thing: Debian's coturn, set up as docs/turn/coturn.conf has it, takes the credentials that we
 * mint and no others, relays to nobody inside, and is given to sessions while the probes say that it is well.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCoturn } from '../../scripts/set-up/coturn.mjs'
import { type CoturnCredential, mintCoturnCredential } from '../../src/turn/coturn-credential.ts'
import type { ProbeRun, ServerState } from '../../src/turn/scoreboard.ts'
import { FakeCloudflareTurn, TURN_KEY_API_TOKEN, TURN_KEY_ID } from '../support/cloudflare-turn.ts'
import { answersStun, type Coturn, type CoturnOptions, HAS_IPV6, relayThrough, startCoturn } from '../support/coturn.ts'
import { startStunServer, type Way } from '../support/stun-servers.ts'
import { TurnClient } from '../support/turn-client.ts'
import { startTurnLab, type TurnLab } from '../support/turn-lab.ts'
import { until } from '../support/until.ts'

const INSTALL_TIMEOUT_MS = 300_000
const SECRET = 'new-secret'
const OLD_SECRET = 'old-secret'
const NAME = 'q83vEjRWeJCrze8SNFZ4kA'
const UNAUTHORIZED = 401
const FORBIDDEN = 403
const UNSUPPORTED_FAMILY = 440

/** As they stand in a URL. */
const LOOPBACK = HAS_IPV6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1']

/** Every one, however the test ends that started it. */
const started: Coturn[] = []

async function start(options: CoturnOptions): Promise<Coturn> {
  const one = await startCoturn(options)
  started.push(one)
  return one
}

let coturn: Coturn
let relaying: Coturn
let lab: TurnLab

beforeAll(async () => {
  await findCoturn()
  ;[coturn, relaying, lab] = await Promise.all([
    start({ secrets: [SECRET, OLD_SECRET] }),
    start({ secrets: [SECRET], relaysToLoopback: true }),
    startTurnLab(),
  ])
}, INSTALL_TIMEOUT_MS)

afterAll(async () => {
  await Promise.all([...started.map((one) => one.kill()), lab?.stop()])
})

const own = (urls: string[]) => ({ TURN_SERVERS: urls.join(' '), TURN_SECRETS: SECRET })

const minted = (lastsMs: number, secret = SECRET) => mintCoturnCredential(NAME, Date.now() + lastsMs, secret)

/** What an allocation with this credential comes to: 0, or an error's code. */
async function allocated(credential: CoturnCredential, port = coturn.port): Promise<number> {
  const client = await TurnClient.connect(port, credential)
  try {
    return await client.allocate()
  } finally {
    client.close()
  }
}

function changed(text: string, at: number): string {
  const other = text[at] === 'A' ? 'B' : 'A'
  return text.slice(0, at) + other + text.slice(at + 1)
}

describe.concurrent('a minted credential', () => {
  it.each(['udp', 'tcp'] as const)('has coturn relay over %s', async (transport) => {
    const { isRefused, sent, received } = await relayThrough(relaying.port, await minted(60_000), transport)
    expect([isRefused, sent]).toEqual([false, 10])
    expect(received).toBeGreaterThan(0) // the last ones over UDP may come when the tool no longer looks
  })

  it('is refused with one changed character, of the name or of the signature', async () => {
    const { username, credential } = await minted(60_000)
    expect(await allocated({ username, credential })).toBe(0)
    for (const at of [0, 13, credential.length - 2]) {
      expect(await allocated({ username, credential: changed(credential, at) })).toBe(UNAUTHORIZED)
    }
    for (const at of [9, username.length - 1]) {
      expect(await allocated({ username: changed(username, at), credential })).toBe(UNAUTHORIZED)
    }
    expect(await relayThrough(relaying.port, { username, credential: changed(credential, 5) })).toMatchObject({
      isRefused: true,
    })
  })

  it('is refused once it has expired', async () => {
    const credential = await minted(1_000)
    expect(await allocated(credential)).toBe(0)
    await until(async () => (await allocated(credential)) === UNAUTHORIZED, 'the credential to expire')
    expect(Date.now()).toBeGreaterThanOrEqual(Number.parseInt(credential.username, 10) * 1_000)
    expect(await relayThrough(relaying.port, credential)).toMatchObject({ isRefused: true })
  })

  it('is taken by a server that knows its secret beside another, and by none that does not', async () => {
    expect(await allocated(await minted(60_000, OLD_SECRET))).toBe(0)
    expect(await allocated(await minted(60_000, OLD_SECRET), relaying.port)).toBe(UNAUTHORIZED)
  })
})

describe.concurrent('the configuration', () => {
  it.each<['ipv4' | 'ipv6', string[]]>([
    [
      'ipv4',
      [
        '0.0.0.0',
        '10.0.0.1',
        '100.64.0.1',
        '127.0.0.1',
        '127.255.255.254',
        '169.254.169.254',
        '172.16.0.1',
        '172.31.255.255',
        '192.0.0.1',
        '192.0.2.1',
        '192.168.1.1',
        '198.18.0.1',
        '198.51.100.1',
        '203.0.113.1',
        '224.0.0.1',
        '255.255.255.255',
      ],
    ],
    [
      'ipv6',
      [
        '::',
        '::1',
        '::127.0.0.1',
        '::ffff:127.0.0.1',
        '::ffff:0.0.0.0',
        '::ffff:10.0.0.0',
        '::ffff:192.168.0.0',
        '::0.0.1.0',
        '64:ff9b::10.0.0.0',
        '::ffff:10.0.0.1',
        '::ffff:169.254.169.254',
        '::ffff:0:127.0.0.1',
        '64:ff9b::127.0.0.1',
        '64:ff9b:1::1',
        '100::1',
        '2001::1',
        '2001:db8::1',
        '2002:7f00:1::1',
        '3fff::1',
        'fc00::1',
        'fd00::1',
        'fe80::1',
        'fec0::1',
        'ff02::1',
      ],
    ],
  ])('lets nobody relay to what is not the public internet, in %s', async (family, addresses) => {
    const client = await TurnClient.connect(coturn.port, await minted(60_000))
    // A machine without IPv6 has nothing to relay to there.
    if (family === 'ipv6' && !HAS_IPV6) return expect(await client.allocate(family)).toBe(UNSUPPORTED_FAMILY)
    expect(await client.allocate(family)).toBe(0)
    const outcomes: [string, number][] = []
    for (const address of addresses) outcomes.push([address, await client.permit(address)])
    expect(outcomes).toEqual(addresses.map((address) => [address, FORBIDDEN]))
    expect(await client.permit(family === 'ipv4' ? '1.1.1.1' : '2606:4700:4700::1111')).toBe(0)
    client.close()
  })

  it('answers STUN to anybody, as the probes and browsers ask', async () => {
    expect(await answersStun(coturn.port)).toBe(true)
  })
})

it.concurrent('finds what there is to find of servers that are unwell, and leaves no connection', async () => {
  const ways: [Way, ServerState, lost: number][] = [
    ['well', 'up', 0],
    ['slow', 'slow', 0],
    ['lossy', 'down', 2],
    ['hanging', 'down', 10],
    ['half', 'down', 10],
    ['rude', 'down', 10],
    ['garbled', 'down', 10],
  ]
  const servers = await Promise.all(ways.map(([way]) => startStunServer(way)))
  const names = servers.map(({ port }) => `turn:127.0.0.1:${port}`)
  // It listens, but has no certificate; and nobody listens where this one was.
  const gone = await startStunServer('well')
  await gone.close()
  const others = [`turns:127.0.0.1:${servers[0]?.port}`, `turn:127.0.0.1:${gone.port}`]
  const coturns = LOOPBACK.map((host) => `turn:${host}:${coturn.port}`)
  const { runs, board } = await lab.run(own([...names, ...others, ...coturns]), Date.now())
  const found = ways.map(([way], index) => [way, board[names[index] ?? '']?.state, lostIn(runs[index])])
  expect(found).toEqual(ways)
  expect(others.map((name) => board[name]?.state)).toEqual(['down', 'down'])
  expect(coturns.map((name) => board[name]?.state)).toEqual(coturns.map(() => 'up'))
  await until(() => servers.every((server) => server.open() === 0), 'every connection to be closed')
  await Promise.all(servers.map((server) => server.close()))
})

const lostIn = (run: ProbeRun | undefined) => run?.probes.filter((probe) => probe === null).length

it.concurrent('keeps a coturn that was killed from sessions from 30 s after the run that saw it, and has it back after it returned', async () => {
  const mortal = await start({ secrets: [SECRET] })
  const [its, other] = [`turn:127.0.0.1:${mortal.port}`, `turn:127.0.0.1:${coturn.port}`]
  const both = own([its, other])
  const at = (seconds: number) => 1_800_000_000_000 + seconds * 1_000
  const given = async (seconds: number) => {
    const { iceServers, reason } = await lab.iceServers(both, at(seconds))
    const urls = iceServers.filter(({ credential }) => credential !== undefined).flatMap(({ urls }) => urls)
    return { names: [its, other].filter((name) => urls.some((url) => url.startsWith(name))), reason }
  }

  expect((await lab.run(both, at(0))).board).toMatchObject({ [its]: { state: 'up' }, [other]: { state: 'up' } })
  expect(await given(30)).toEqual({ names: [its, other], reason: null })
  await mortal.kill()
  expect((await lab.run(both, at(59))).board).toMatchObject({ [its]: { state: 'down' }, [other]: { state: 'up' } })
  expect((await given(59)).names).toEqual([its, other]) // what the Worker remembers of 30
  expect(await given(89)).toEqual({ names: [other], reason: 'servers-down' })

  await start({ secrets: [SECRET], port: mortal.port })
  expect((await lab.run(both, at(119))).board).toMatchObject({ [its]: { state: 'up' } })
  expect(await given(149)).toEqual({ names: [its, other], reason: null })
})

it.concurrent('gets and gives Cloudflare’s credentials over HTTP, and waits no longer than three seconds for them', async () => {
  const cloudflare = new FakeCloudflareTurn()
  let answering = true
  const silent = new Promise<Response>(() => {})
  const online = await startTurnLab((url, init) => (answering ? cloudflare.fetch(url, init) : silent))
  const variables = { TURN_KEY_ID, TURN_KEY_API_TOKEN }
  const { iceServers, reason } = await online.iceServers(variables, Date.now())
  expect([reason, cloudflare.minted]).toEqual([null, [{ username: 'cloudflare-user-0', ttl: 600 }]])
  expect(iceServers.at(-1)).toMatchObject({ username: 'cloudflare-user-0', credential: 'secret-of-cloudflare-user-0' })
  cloudflare.trouble = new Response(null, { status: 401 })
  expect((await online.iceServers(variables, Date.now())).reason).toBe('provider-unavailable')
  answering = false
  const askedAtMs = performance.now()
  expect((await online.iceServers(variables, Date.now())).reason).toBe('provider-unavailable')
  expect(performance.now() - askedAtMs).toBeGreaterThan(2_900)
  await online.stop()
})
