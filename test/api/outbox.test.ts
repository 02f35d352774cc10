/** The outbox as its owner sees it: what is on its way, what is stuck, and trying that again. */

import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it, vi } from 'vitest'
import type { Outbox, OutboxItem } from '../../src/archive/clip-answers.ts'
import { randomId } from '../../src/tokens/random-id.ts'
import { errorOf, openIndex, request } from './door.ts'
import {
  archiveOf,
  asked,
  begin,
  deleted,
  keptRoom,
  packets,
  postTalk,
  ready,
  type Speaker,
  say,
  somebody,
} from './kept-room.ts'

let room: string
let ada: Speaker
let owner: Speaker

beforeAll(async () => {
  await openIndex()
  room = await keptRoom()
  ada = await somebody(room, 'Ada')
  owner = await somebody(room, 'Olga', 'owner')
})

const look = async (at = room, as = owner): Promise<Outbox> => (await asked(as, `/v1/rooms/${at}/outbox`)).json()

const retry = (clip: string, as = owner, at = room) =>
  asked(as, `/v1/rooms/${at}/outbox/${clip}/retry`, { method: 'POST' })

it('shows what is still being spoken', async () => {
  const clip = await begin(ada)
  expect(await look()).toEqual({
    waiting: [
      {
        clip,
        by: { person: ada.person, name: 'Ada' },
        startedAtMs: expect.any(Number),
        durationMs: 200,
        state: 'open',
        attempts: 0,
        nextAttemptAtMs: expect.any(Number),
        failure: null,
      },
    ],
    stuck: [],
  })
})

/** D1 fails as it does when it is out of reach: every statement about clips rejects. */
async function whileIndexFails(act: () => Promise<void>): Promise<void> {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  await env.INDEX.exec('ALTER TABLE clips RENAME TO clips_out_of_reach')
  await act()
  await env.INDEX.exec('ALTER TABLE clips_out_of_reach RENAME TO clips')
  log.mockRestore()
}

/** A talk that D1 did not take, seen in the outbox. */
async function failing(speaker: Speaker, slot: number): Promise<string> {
  const clip = await begin(speaker, slot)
  await postTalk(speaker, packets(slot + 20, 40, { ends: true }))
  await vi.waitFor(async () => expect(find((await look()).waiting, clip)).toMatchObject({ failure: 'index' }))
  return clip
}

const find = (items: OutboxItem[], clip: string) => items.find((item) => item.clip === clip)

it('shows what fails and when it is tried again; it becomes a clip by itself', async () => {
  let clip = ''
  await whileIndexFails(async () => {
    clip = await failing(ada, 1_000)
    const item = find((await look()).waiting, clip)
    expect(item).toMatchObject({ state: 'stored', attempts: 1, nextAttemptAtMs: expect.any(Number) })
  })
  await due(clip)
  await runDurableObjectAlarm(archiveOf(room))
  await ready(room, clip)
})

/** A talk that is in R2, and that D1 has not taken for a day. */
async function stuck(speaker: Speaker, slot: number): Promise<string> {
  const clip = await failing(speaker, slot)
  await due(clip, 1)
  await runDurableObjectAlarm(archiveOf(room))
  return clip
}

it('shows what is stuck, and goes on trying that by itself for as long as it takes', async () => {
  let clip = ''
  await whileIndexFails(async () => {
    clip = await stuck(ada, 2_000)
    const { waiting, stuck: shown } = await look()
    expect(find(waiting, clip)).toBeUndefined()
    expect(find(shown, clip)).toMatchObject({ failure: 'index', nextAttemptAtMs: expect.any(Number) })
  })
  await due(clip, 1)
  await runDurableObjectAlarm(archiveOf(room))
  await ready(room, clip)
  expect(find((await look()).stuck, clip)).toBeUndefined()
})

it('tries at once what is stuck, where an owner asks for it', async () => {
  let clip = ''
  await whileIndexFails(async () => {
    clip = await stuck(ada, 5_000)
  })
  const response = await retry(clip)
  expect(response.status).toBe(202)
  expect(await response.json()).toEqual({})
  await ready(room, clip)
  expect(find((await look()).stuck, clip)).toBeUndefined()
})

it('tries at once what is stuck, where its object is found to have no row', async () => {
  let clip = ''
  await whileIndexFails(async () => {
    clip = await stuck(ada, 6_000)
  })
  await notDue(clip)
  expect(await archiveOf(room).mend({ clip, missing: 'row' })).toBe('known')
  await ready(room, clip)
})

/** Has a talk tried at the next alarm, as if it had failed since `failingSinceMs`. */
const due = (clip: string, failingSinceMs = Date.now()) =>
  runInDurableObject(archiveOf(room), (_, { storage }) => {
    const set = 'UPDATE talks SET due_at_ms = 1, failing_since_ms = ? WHERE clip = ?'
    storage.sql.exec(set, failingSinceMs, clip)
  })

/** It is not tried by itself any more. */
const notDue = (clip: string) =>
  runInDurableObject(archiveOf(room), (_, { storage }) => {
    storage.sql.exec('UPDATE talks SET due_at_ms = NULL WHERE clip = ?', clip)
  })

it('goes on with a deletion that could not be finished', async () => {
  const clip = await say(ada, { slot: 3_000 })
  await whileIndexFails(async () => {
    const response = await deleted(ada, clip)
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ clip, complete: false })
    expect(await errorOf(await asked(ada, `/v1/clips/${clip}`))).toMatchObject({ status: 410, code: 'clip-deleted' })
  })
  await due(clip)
  await runDurableObjectAlarm(archiveOf(room))
  const again = await deleted(ada, clip)
  expect(again.status).toBe(200)
  expect(await again.json()).toMatchObject({ clip, complete: true })
})

it('is for owners', async () => {
  const clip = await begin(ada, 4_000)
  const path = `/v1/rooms/${room}/outbox`
  expect(await errorOf(await asked(ada, path))).toMatchObject({ status: 403, code: 'not-allowed' })
  expect(await errorOf(await retry(clip, ada))).toMatchObject({ status: 403, code: 'not-allowed' })
  expect(await errorOf(await request(path))).toMatchObject({ status: 401, code: 'token-missing' })
})

it('is of the room that the token is for', async () => {
  const other = await keptRoom()
  const clip = randomId()
  expect(await errorOf(await asked(owner, `/v1/rooms/${other}/outbox`))).toMatchObject({ code: 'token-elsewhere' })
  expect(await errorOf(await retry(clip, owner, other))).toMatchObject({ status: 403, code: 'token-elsewhere' })
})

it.each([randomId(), 'x'])('has nothing to try again under %s', async (clip) => {
  expect(await errorOf(await retry(clip))).toMatchObject({ status: 404, code: 'unknown-clip' })
})

it('is empty when everything is a clip', async () => {
  const quiet = await keptRoom()
  const boss = await somebody(quiet, 'Olga', 'owner')
  await say(boss)
  expect(await look(quiet, boss)).toEqual({ waiting: [], stuck: [] })
})
