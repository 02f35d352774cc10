/** The SDK in a page of somebody else's: the troubles that it can bring about, and what becomes of them. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Room } from '../../src/client/index.ts'
import { EarshotApi } from '../../src/client/index.ts'
import { Member } from '../support/member.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { useStage } from '../support/stage.ts'
import { talk } from '../support/talker.ts'
import { until } from '../support/until.ts'

/** How long the page sleeps. */
const STALL_MS = 3_000
/** Levels that tell when a packet was sent: each lasts this long, and they come round long after a stall. */
const LEVEL_LASTS_MS = 100
const LEVELS = 100

interface Lab {
  room: Room
  states: string[]
  /** [when, level] of what was played of the other member. */
  played: [number, number][]
}

declare global {
  var lab: Lab
}

const stage = useStage()
let site: Site
let page: Page
let grace: Member

beforeAll(async () => {
  site = await startSdkSite(stage.server.port)
})

afterAll(() => site?.close())

/** Grace, without a browser, and a page, both in a room. */
beforeEach(async () => {
  const { origin } = stage.server
  const api = new EarshotApi(origin)
  const { room, guestSecret: secret } = await api.createRoom({ name: 'Laboratory' })
  const { token } = await api.requestToken({ room: room.id, secret })
  grace = await Member.join({ origin, room: room.id, token, name: 'Grace', pings: true })
  page = await openSdkPage(await stage.person({ origin: site.origin }))
  await page.evaluate(
    async ({ id, secret, graceIs }) => {
      const { EarshotApi, joinRoom, VoiceAudio } = sdk
      const audio = await VoiceAudio.create()
      await audio.openMicrophone()
      await audio.unlock()
      const getToken = async () => (await new EarshotApi().requestToken({ room: id, secret })).token
      const room = await joinRoom({ room: id, name: 'Ada', getToken, audio, muted: true })
      globalThis.lab = { room, states: [], played: [] }
      room.on('state', (state) => lab.states.push(state))
      room.on('levels', (levels) => {
        const level = levels.get(graceIs)
        if (level !== undefined) lab.played.push([Date.now(), level])
      })
    },
    { id: room.id, secret, graceIs: grace.number },
  )
})

const states = () => page.evaluate(() => lab.states)
const played = () => page.evaluate(() => lab.played)
const isBack = async () => (await states()).join(' ') === 'reconnecting connected'

/** What Grace was told of the page's member, in order. */
const toldOfAda = (): unknown[] =>
  grace.messages.flatMap((message): unknown[] => {
    if (message.type === 'joined') return ['joined']
    if (message.type === 'left') return ['left']
    if (message.type !== 'state') return []
    return message.members.flatMap(({ reconnecting }) => (reconnecting === undefined ? [] : [{ reconnecting }]))
  })

it('a drop: the line is lost without a word, and the client is back as the same member', async () => {
  const number = await page.evaluate(() => {
    lab.room.simulate('drop')
    return lab.room.me.member
  })
  await until(isBack, 'the page to be back')
  expect(await page.evaluate(() => lab.room.me.member)).toBe(number)
  expect(await page.evaluate(() => [...lab.room.others.values()].map(({ name }) => name))).toEqual(['Grace'])
  expect(toldOfAda()).not.toContain('left')
  expect(toldOfAda().filter((word) => word === 'joined').length).toBe(1)
})

it('a deployment: the room sees the member reconnect', async () => {
  await page.evaluate(() => lab.room.simulate('deploy'))
  await until(isBack, 'the page to be back')
  await until(() => toldOfAda().length >= 3, 'Grace to be told')
  expect(toldOfAda()).toEqual(['joined', { reconnecting: true }, { reconnecting: false }])
})

it('[W25] a stall: nothing of what was said meanwhile is played, and what is said afterwards is', async () => {
  const levelAt = (atMs: number) => Math.floor(atMs / LEVEL_LASTS_MS) % LEVELS
  const talker = await talk(grace, () => levelAt(Date.now()))
  try {
    await until(async () => (await played()).length > 10, 'Grace to be heard')
    const wokeAtMs = await page.evaluate(async (forMs) => {
      lab.room.simulate('stall', { forMs })
      await new Promise((resolve) => setTimeout(resolve, forMs))
      lab.played = []
      return Date.now()
    }, STALL_MS)
    await until(async () => (await played()).length > 10, 'Grace to be heard again')
    for (const [atMs, level] of await played()) {
      const age = (levelAt(atMs) - level + LEVELS) % LEVELS
      expect(age * LEVEL_LASTS_MS, `played ${atMs - wokeAtMs} ms after waking`).toBeLessThan(STALL_MS / 2)
    }
    expect(await states()).toEqual([])
  } finally {
    talker.stop()
  }
})
