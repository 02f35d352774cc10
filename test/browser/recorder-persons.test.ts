/** One device and two people: what one of them has recorded, the other neither hears nor sends. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { EarshotApi } from '../../src/client/index.ts'
import { newPerson, sharedBrowser } from '../support/browser.ts'
import { type KeepingRoom, makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { drafts, joinToRecord, outgoingState, record, send, sendDraft } from '../support/recorder-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

let server: SharedEarshot
let site: Site
let line: TcpProxy
let browser: Browser
let device: BrowserContext
let page: Page
/** The same room, as each of them comes in. */
let ada: KeepingRoom
let bob: KeepingRoom

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
  line = await startTcpProxy(Number(new URL(site.origin).port))
  browser = await sharedBrowser()
})

afterAll(async () => {
  await line?.close()
  await site?.close()
})

beforeEach(async () => {
  ada = await makeKeepingRoom(server.origin)
  const { guest } = await new EarshotApi(server.origin).requestToken({ room: ada.id, secret: ada.secret })
  bob = { ...ada, guest }
  device = await newPerson(browser, { origin: line.origin })
  page = await openSdkPage(device)
  await joinToRecord(page, ada)
})

afterEach(async () => {
  line.mend()
  await device.close()
})

it('keeps a draft for whoever recorded it', async () => {
  await recorded()
  await comesIn(bob)
  expect(await drafts(page)).toEqual([])
  await comesIn(ada)
  expect((await drafts(page)).length).toBe(1)
})

it('sends in nobody else’s name what waited for a line', async () => {
  await recorded()
  const person = await me()
  line.cut('refuse')
  await send(page)
  await until(async () => (await outgoingState(page)) === 'waiting', 'it to wait for the line', 20_000)
  await comesIn(bob)
  await record(page)
  await speakFor(page, 1_500)
  await send(page)
  await until(async () => (await outgoingState(page)) === 'sent', 'Bob’s message to be sent', 40_000)
  expect(await page.evaluate(() => at.messages.outgoing.length)).toBe(1)
  expect(await senders(1)).toEqual([await me()])
  await comesIn(ada)
  expect((await senders(2)).toSorted()).toEqual([await bobs(), person].toSorted())
})

it('does not send with the token of whoever has come in on the same page since', async () => {
  await recorded()
  const person = await me()
  await comesIn(bob)
  await page.evaluate(
    async ({ id, secret, guest, person }) => {
      const getToken = async () => (await new sdk.EarshotApi().requestToken({ room: id, secret, guest })).token
      at.messages = sdk.openMessages({ room: id, person, getToken, name: 'Ada' })
    },
    { id: bob.id, secret: bob.secret, guest: bob.guest, person },
  )
  await until(async () => (await drafts(page)).length === 1, 'the draft')
  await sendDraft(page)
  await until(async () => (await outgoingState(page)) === 'waiting', 'it to wait for its person', 20_000)
  await comesIn(ada)
  expect(await senders(1)).toEqual([person])
})

/** What is said stays on disk, unsent, until its page closes. */
async function recorded(): Promise<void> {
  await record(page)
  await speakFor(page, 1_500)
}

/** The page of whoever was there is closed; another comes in on the same device. */
async function comesIn(who: KeepingRoom): Promise<void> {
  await page.close()
  line.mend()
  page = await openSdkPage(device)
  await joinToRecord(page, who)
}

const me = (): Promise<string> => page.evaluate(() => at.room?.me.person ?? '')

async function bobs(): Promise<string> {
  const { token } = await new EarshotApi(server.origin).requestToken({
    room: bob.id,
    secret: bob.secret,
    guest: bob.guest,
  })
  return JSON.parse(atob(token.split('.')[1] ?? '')).sub
}

/** By whom the room's messages are, once there are `count` of them. */
async function senders(count: number): Promise<string[]> {
  const api = new EarshotApi(server.origin)
  const stored = async () => {
    const { clips } = await api.clips({ room: ada.id, token: await ada.getToken() })
    return clips.length >= count && clips.map(({ by }) => by.person)
  }
  return until(stored, 'the messages to be stored', 40_000)
}
