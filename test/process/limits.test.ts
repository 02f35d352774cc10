/**
 * Limits in a real runtime, over real sockets: the rates of wrangler.toml, which leave a class alone and stop a script;
 * a body that trickles; a dependency that fails and comes back.
 */

import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WireSocket } from '../../bench/load/wire-socket.ts'
import { type Runtime, startRuntime } from '../../bench/runtime.ts'
import { offeredSubprotocols } from '../../src/protocol/handshake.ts'
import { BODY_WITHIN_MS, BREAKER_FAILURES, BREAKER_OPEN_MS } from '../../src/protocol/limits.ts'
import { createRoom } from '../support/room.ts'
import { until } from '../support/until.ts'

/** Requests at a time: as a browser's network would let them. */
const TOGETHER = 20
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAA'

const poster = (runtime: () => Runtime) => (path: string, body: unknown, address: string) =>
  fetch(runtime().origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cf-connecting-ip': address },
    body: JSON.stringify(body),
  })

describe.concurrent('the rates as deployed', () => {
  let runtime: Runtime
  const post = poster(() => runtime)
  beforeAll(async () => {
    runtime = await startRuntime({ rates: 'as deployed' })
  })
  afterAll(() => runtime.stop())

  /** Asks until it is refused; answers after how many at the most, and the refusal. */
  async function untilRefused(most: number, ask: () => Promise<Response>): Promise<{ passed: number; last: Response }> {
    for (let passed = 0; passed <= most; passed += TOGETHER) {
      const answers = await Promise.all(Array.from({ length: TOGETHER }, ask))
      const refused = answers.find(({ status }) => status === 429)
      if (refused !== undefined) return { passed: passed + TOGETHER, last: refused }
      await Promise.all(answers.map((answer) => answer.text()))
    }
    throw new Error(`Nothing was refused among ${most}.`)
  }

  it('let a class of 200 behind one address in at once, and back after a deployment', async () => {
    const { room, guestSecret } = await createRoom(runtime.origin)
    const everybody = Array.from({ length: 200 }, (_, pupil) => pupil)
    const address = '198.51.100.1'
    const exchange = async () => {
      const answer = await post(`/v1/rooms/${room}/tokens`, { secret: guestSecret }, address)
      expect(answer.status).toBe(200)
      return (await answer.json()).token as string
    }
    const read = (token: string) => {
      const headers = { authorization: `Bearer ${token}`, 'cf-connecting-ip': address }
      return fetch(`${runtime.origin}/v1/rooms/${room}/entries`, { headers })
    }
    const url = `${runtime.origin.replace('http', 'ws')}/v1/rooms/${room}/connect`
    const enter = (token: string) => pongOrClose(url, { subprotocols: offeredSubprotocols(token), address })
    for (let wave = 0; wave < 2; wave += 1) {
      const tokens = await together(everybody, exchange)
      const statuses = new Set((await together(tokens, read)).map(({ status }) => status))
      expect(statuses).toEqual(new Set([200]))
      expect(new Set(await together(tokens, enter))).toEqual(new Set(['pong']))
    }
  })

  // The emulation counts in minutes of the clock: a run that meets a minute's end gets up to twice as many.
  it.each([
    ['rooms', 60, '/v1/rooms', {}],
    ['exchanges', 600, `/v1/rooms/${NOBODY}/tokens`, { secret: NOBODY }],
  ] as const)('stop a script that asks for %s', async (_, rate, path, body) => {
    const { passed, last } = await untilRefused(2 * rate, () => post(path, body, '198.51.100.2'))
    expect(passed).toBeGreaterThanOrEqual(rate)
    expect([last.status, last.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await last.json()).error.code).toBe('too-many-requests')
    // Nobody else is held back by it.
    expect((await post(path, body, '198.51.100.3')).status).not.toBe(429)
  })

  it('give a body that trickles up, and answer the next request as ever', async () => {
    const { hostname, port } = new URL(runtime.origin)
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (bytes) => {
      answer += bytes
    })
    const head = `POST /v1/rooms HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`
    socket.write(head)
    const startedAtMs = performance.now()
    const trickle = setInterval(() => socket.write(' '), 500)
    await until(() => answer.includes('\r\n\r\n'), 'an answer', 3 * BODY_WITHIN_MS)
    clearInterval(trickle)
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('timed-out')
    expect(performance.now() - startedAtMs).toBeGreaterThan(BODY_WITHIN_MS - 1_000)
    expect((await fetch(`${runtime.origin}/v1/health`)).status).toBe(200)
  })
})

describe.concurrent('an index that fails', () => {
  let runtime: Runtime
  const post = poster(() => runtime)
  beforeAll(async () => {
    runtime = await startRuntime({ faulty: true })
  })
  afterAll(() => runtime.stop())

  it('is answered 503 at once, is told of by the health, and comes back by itself', async () => {
    const knock = async () => (await post(`/v1/rooms/${NOBODY}/tokens`, { secret: NOBODY }, '198.51.100.4')).status
    await runtime.breakDown('INDEX')
    for (let request = 0; request < 2 * BREAKER_FAILURES; request += 1) expect(await knock()).toBe(503)
    const health = await fetch(`${runtime.origin}/v1/health`)
    expect(health.status).toBe(503)
    expect((await health.json()).parts).toMatchObject({ index: 'down', clips: 'up' })
    await runtime.breakDown('nothing')
    await until(async () => (await knock()) === 404, 'the index to be asked again', 3 * BREAKER_OPEN_MS)
  })
})

/** A room that has let somebody in answers their ping; what keeps them out closes. */
async function pongOrClose(url: string, { subprotocols, address }: { subprotocols: string[]; address: string }) {
  let said: string | undefined
  const socket = await WireSocket.open(
    url,
    { subprotocols, headers: { 'cf-connecting-ip': address } },
    {
      text: (text) => {
        said ??= text
      },
      binary: () => {},
      closed: (code) => {
        said ??= String(code)
      },
    },
  )
  socket.sendText('ping')
  await until(() => said !== undefined, 'the room')
  socket.destroy()
  return said
}

async function together<T, R>(all: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < all.length; at += TOGETHER)
    results.push(...(await Promise.all(all.slice(at, at + TOGETHER).map(act))))
  return results
}
