/** The clips of a room, as an application asks for them. */

import { beforeEach, expect, it } from 'vitest'
import { EarshotError } from '../../src/client/errors.ts'
import type { RoomClips } from '../../src/client/room-clips.ts'
import { FakeClipApi } from '../support/fake-clips.ts'

const BOB = { person: 'guest:2', name: 'Bob' }
const EVE = { person: 'guest:3', name: 'Eve' }

let api: FakeClipApi
let clips: RoomClips
let changes: number
beforeEach(() => {
  api = new FakeClipApi()
  clips = api.clips('R')
  changes = 0
  clips.follow(() => {
    changes += 1
  })
})

it('are asked for in the name of this person', async () => {
  api.answers = [
    { id: 'c', heardBy: [] },
    { clips: [], next: null },
  ]
  await clips.details('c')
  await clips.page({ limit: 5 })
  expect(api.asked).toEqual([
    ['clip', { clip: 'c', token: 'token 1' }],
    ['clips', { room: 'R', token: 'token 2', limit: 5 }],
  ])
})

it('tell who has heard them, from whatever tells of it', async () => {
  expect(clips.heardBy('c')).toEqual([])
  api.answers = [
    { id: 'c', heardBy: [BOB] },
    { clips: [{ id: 'd', heardBy: [EVE] }], next: null },
  ]
  await clips.details('c')
  await clips.page()
  expect([clips.heardBy('c'), clips.heardBy('d')]).toEqual([[BOB], [EVE]])
  clips.noteHeard([{ clip: 'c', by: EVE }])
  expect(clips.heardBy('c')).toEqual([BOB, EVE])
  expect(changes).toBe(3)
})

it('name a listener once, by the newest name', () => {
  clips.noteHeard([{ clip: 'c', by: BOB }])
  clips.noteHeard([{ clip: 'c', by: { ...BOB, name: 'Robert' } }])
  expect(clips.heardBy('c')).toEqual([{ ...BOB, name: 'Robert' }])
})

it('are marked as heard under this client’s own name', async () => {
  api.answers = [{ heardBy: [BOB] }]
  await clips.markHeard('c')
  expect(api.asked).toEqual([['markHeard', { clip: 'c', token: 'token 1', name: 'Ada' }]])
  expect(clips.heardBy('c')).toEqual([BOB])
})

it('say why they cannot be had', async () => {
  api.answers = [new EarshotError('clip-deleted')]
  await expect(clips.link('c')).rejects.toMatchObject({ code: 'clip-deleted' })
  expect(changes).toBe(0)
})

it('are deleted with a receipt, and retried by an owner', async () => {
  const receipt = { clip: 'c', room: 'R', forgottenAtMs: 1, by: null, complete: true }
  api.answers = [receipt, { waiting: [], stuck: [] }, undefined]
  expect(await clips.delete('c')).toEqual(receipt)
  await clips.outbox()
  await clips.retry('c')
  expect(api.asked.map(([name]) => name)).toEqual(['deleteClip', 'outbox', 'retryClip'])
})
