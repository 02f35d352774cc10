/**
 * Keys by the operator's hand, on a database that a running Earshot has open: a key is made, works, shows when it was used,
 * and is refused within seconds of being revoked.
 */

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type EarshotServer, startEarshot } from '../support/earshot-server.ts'
import { until } from '../support/until.ts'

/** Anybody's shell may make something of it, and SQL too. */
const NAME = `Ann's "server"; DROP TABLE api_keys; -- 厨房 ?1 $HOME`

let server: EarshotServer

beforeAll(async () => {
  server = await startEarshot()
})

afterAll(async () => {
  await server.kill()
  rmSync(server.state, { recursive: true })
})

/** While it runs, this process goes on: it has connections to a server, and has to see when that one closes them. */
const run = (args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, ['scripts/admin.mjs', ...args], (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })

const admin = (args: string[], state = server.state) => run([...args, '--persist-to', state])

const json = async (args: string[]) => JSON.parse((await admin([...args, '--json'])).out)

const listRooms = async (key: string) =>
  (await fetch(`${server.origin}/v1/rooms`, { headers: { authorization: `Bearer ${key}` } })).status

it('shows a key once, lists when it was used, and ends it', { timeout: 240_000 }, async () => {
  const { code, out } = await admin(['keys', 'create', '--name', NAME, '--scopes', 'rooms,tokens'])
  expect(code).toBe(0)
  const key = /^ {2}(ek\.[\w-]{22}\.[\w-]{22})$/m.exec(out)?.[1] ?? ''
  const [, id = '', secret = ''] = key.split('.')
  expect(out).toContain('the only time')
  expect(out).toContain(`npm run admin -- keys revoke ${id}`)
  const list = async () => json(['keys', 'list'])
  const made = { id, name: NAME, scopes: ['rooms', 'tokens'] }
  expect(await list()).toMatchObject([{ ...made, lastUsedAtMs: null, revokedAtMs: null }])
  expect(await listRooms(key)).toBe(200)
  await until(async () => (await list())[0].lastUsedAtMs !== null, 'the time of last use', 30_000)

  expect(await json(['keys', 'revoke', id])).toEqual({ id, revoked: true })
  const revokedAtMs = Date.now()
  await until(async () => (await listRooms(key)) === 401, 'the key to be refused', 10_000)
  expect(Date.now() - revokedAtMs).toBeLessThan(6_000) // five seconds, and what a busy machine may add
  const listed = (await admin(['keys', 'list'])).out
  expect(listed).toContain(NAME)
  expect(listed).not.toContain(secret)
  expect(listed).toMatch(/revoked \d{4}-/)
})

it('hands the rooms of a key over to another', { timeout: 240_000 }, async () => {
  const make = () => json(['keys', 'create', '--name', 'Mine', '--scopes', 'rooms'])
  const [old, young] = [await make(), await make()]
  expect(old).toMatchObject({ name: 'Mine', scopes: ['rooms'] })
  const headers = { authorization: `Bearer ${old.key}`, 'content-type': 'application/json' }
  const created = await fetch(`${server.origin}/v1/rooms`, { method: 'POST', headers, body: '{}' })
  const { room } = await created.json()
  expect(await json(['keys', 'hand-over', old.id, '--to', young.id])).toEqual({ id: old.id, to: young.id, rooms: 1 })
  const seen = await fetch(`${server.origin}/v1/rooms`, { headers: { authorization: `Bearer ${young.key}` } })
  expect((await seen.json()).rooms).toMatchObject([{ id: room.id }])
})

it('says what to do when there is no such key', async () => {
  const { code, out, err } = await admin(['keys', 'revoke', 'nobodyknowsthiskeyatal'])
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain('npm run admin -- keys list')
})

it('says what to do when there are no tables yet', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'earshot-empty-'))
  const { code, err } = await admin(['keys', 'list'], empty)
  rmSync(empty, { recursive: true })
  expect(code).toBe(1)
  expect(err).toContain('npm start')
  expect(err).not.toMatch(/\n\s+at /)
})

it('says what there is when asked for help', async () => {
  const { code, out: stdout } = await run(['--help'])
  expect(code).toBe(0)
  for (const word of ['keys create', 'keys list', 'keys revoke', '--remote', '--json']) expect(stdout).toContain(word)
})
