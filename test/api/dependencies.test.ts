/** What a request meets while the index, the clips or an object fails: a clear answer at once, and an end of it by itself. */

import { evictAllDurableObjects } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { BREAKER_FAILURES, BREAKER_OPEN_MS, DEPENDENCY_WITHIN_MS } from '../../src/protocol/limits.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { createRoom, errorOf, openIndex, posted, requestUnder, tokenFor } from './door.ts'

beforeAll(openIndex)
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** The index of the test run, which can be made to fail, or to hang. */
function faultyIndex() {
  const state = { is: 'well' as 'well' | 'failing' | 'hanging', asked: 0 }
  const plains = new WeakMap<object, D1PreparedStatement>()
  const asked = async (call: () => unknown) => {
    state.asked += 1
    if (state.is === 'failing') throw new Error('D1_ERROR: out of reach')
    return state.is === 'hanging' ? new Promise(() => {}) : call()
  }
  const statement = (plain: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(plain, {
      get: (_, key) => {
        if (key === 'bind') return (...values: unknown[]) => statement(plain.bind(...values))
        return (...args: unknown[]) => asked(() => Reflect.apply(Reflect.get(plain, key) as () => unknown, plain, args))
      },
    })
    plains.set(proxy, plain)
    return proxy
  }
  const batch = (all: D1PreparedStatement[]) => asked(() => env.INDEX.batch(all.map((one) => plains.get(one) ?? one)))
  const prepare = (sql: string) => statement(env.INDEX.prepare(sql))
  return { state, INDEX: { prepare, batch } as unknown as D1Database }
}

/** Each time at another room, so that nothing is known of it. */
const knock = (INDEX: D1Database) => {
  const path = `/v1/rooms/${randomId()}/tokens`
  return requestUnder({ INDEX }, path, posted({ secret: randomId() }))
}

describe('an index that fails', () => {
  it('is answered 503, soon without asking it, and recovers by itself', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { state, INDEX } = faultyIndex()
    state.is = 'failing'
    for (let request = 0; request < BREAKER_FAILURES; request += 1)
      expect(await errorOf(await knock(INDEX))).toMatchObject({ status: 503, code: 'index-unavailable' })
    const asked = state.asked
    const refused = await knock(INDEX)
    expect(refused.headers.get('retry-after')).toBe(String(BREAKER_OPEN_MS / 1_000))
    expect([refused.status, state.asked]).toEqual([503, asked])

    state.is = 'well'
    expect((await knock(INDEX)).status).toBe(503)
    vi.setSystemTime(Date.now() + BREAKER_OPEN_MS)
    expect(await errorOf(await knock(INDEX))).toMatchObject({ status: 404, code: 'unknown-room' })
  })

  it('says nothing of what is the matter', async () => {
    const { state, INDEX } = faultyIndex()
    state.is = 'failing'
    const answer = await knock(INDEX)
    expect([answer.status, await answer.text()]).toEqual([503, expect.not.stringMatching(/D1|out of reach/)])
  })

  it(
    'is not waited for longer than its time when it hangs',
    async () => {
      const { state, INDEX } = faultyIndex()
      state.is = 'hanging'
      expect(await errorOf(await knock(INDEX))).toMatchObject({ status: 503, code: 'index-unavailable' })
    },
    2 * DEPENDENCY_WITHIN_MS,
  )
})

/** Archives whose calls fail first with these errors, one for each stub. */
function troubled(errors: object[]) {
  const stubs: string[] = []
  const getByName = (name: string) => {
    stubs.push(name)
    const error = errors.shift()
    if (error === undefined) return env.ARCHIVES.getByName(name)
    return { page: () => Promise.reject(Object.assign(new Error('The object was reset.'), error)) }
  }
  return { stubs, ARCHIVES: { getByName } as unknown as Env['ARCHIVES'] }
}

describe('an object', () => {
  const read = async (ARCHIVES: Env['ARCHIVES']) => {
    const { room } = await createRoom()
    const headers = { authorization: `Bearer ${await tokenFor(room.id)}` }
    return requestUnder({ ARCHIVES }, `/v1/rooms/${room.id}/entries`, { headers })
  }

  it.each([{ durableObjectReset: true }, { retryable: true }])(
    'that is restarted in mid-call is asked once more, %o',
    async (error) => {
      const { stubs, ARCHIVES } = troubled([error])
      expect((await read(ARCHIVES)).status).toBe(200)
      expect(stubs.length).toBe(2)
    },
  )

  it('is asked no third time', async () => {
    const { stubs, ARCHIVES } = troubled([{ retryable: true }, { retryable: true }])
    expect(await errorOf(await read(ARCHIVES))).toMatchObject({ status: 500, code: 'internal' })
    expect(stubs.length).toBe(2)
  })

  it('that is overloaded is left alone, and says when to come back', async () => {
    const { stubs, ARCHIVES } = troubled([{ retryable: true, overloaded: true }])
    const refused = await read(ARCHIVES)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await errorOf(refused)).toMatchObject({ status: 503, code: 'unavailable' })
    expect(stubs.length).toBe(1)
  })

  it('that was evicted answers as before', async () => {
    await evictAllDurableObjects()
    expect((await read(env.ARCHIVES)).status).toBe(200)
  })
})

describe('an upload', () => {
  const { promise: never } = Promise.withResolvers<never>()
  /** Uploads that are restarted under the first call that is made to them. */
  function restarting() {
    const asked: string[] = []
    const call = (method: string) => () => {
      asked.push(method)
      if (asked.length > 1) return never
      return Promise.reject(Object.assign(new Error('The object was reset.'), { durableObjectReset: true }))
    }
    const getByName = () => ({ look: call('look'), append: call('append'), fetch: call('fetch') })
    return { asked, UPLOADS: { getByName } as unknown as Env['UPLOADS'] }
  }

  const send = async (UPLOADS: Env['UPLOADS'], init: RequestInit) => {
    const headers = { authorization: `Bearer ${await tokenFor(randomId())}`, 'tus-resumable': '1.0.0' }
    return requestUnder({ UPLOADS }, `/v1/uploads/${randomId()}`, { ...init, headers: { ...headers, ...init.headers } })
  }

  it('that is restarted under bytes is not sent them again: they have been read', async () => {
    const { asked, UPLOADS } = restarting()
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
    const response = await send(UPLOADS, { method: 'PATCH', headers, body: 'bytes' })
    expect([response.status, response.headers.get('tus-resumable')]).toEqual([500, '1.0.0'])
    expect(asked).toEqual(['fetch'])
  })

  it('that is restarted under a length that comes alone is told it once more', async () => {
    const { asked, UPLOADS } = restarting()
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '9', 'upload-length': '9' }
    void send(UPLOADS, { method: 'PATCH', headers })
    await vi.waitFor(() => expect(asked).toEqual(['append', 'append']))
  })

  it('that is restarted under a question is asked once more', async () => {
    const { asked, UPLOADS } = restarting()
    void send(UPLOADS, { method: 'GET' })
    await vi.waitFor(() => expect(asked).toEqual(['look', 'look']))
  })
})
