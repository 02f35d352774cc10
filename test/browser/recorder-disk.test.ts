/** Voice messages as they lie in Chromium's own file system of a site: asked for twice, gone meanwhile, half made. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { newPerson, openBrowser } from '../support/browser.ts'
import { type KeepingRoom, makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { drafts, joinToRecord, outgoingState, record } from '../support/recorder-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { until } from '../support/until.ts'

let server: SharedEarshot
let site: Site
let browser: Browser
let person: BrowserContext
let page: Page
let room: KeepingRoom

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

beforeEach(async () => {
  room = await makeKeepingRoom(server.origin)
  person = await newPerson(browser, { origin: site.origin })
  page = await openSdkPage(person)
  await joinToRecord(page, room)
})

afterEach(() => person.close())

it('is fetched back though it was thrown away twice', async () => {
  await aDraft()
  const thrownAway = await page.evaluateHandle(() => {
    const draft = at.drafts?.[0]
    draft?.discard()
    draft?.discard()
    return draft
  })
  await until(async () => (await drafts(page)).length === 0, 'the draft to go')
  await thrownAway.evaluate((draft) => draft?.restore())
  await until(async () => (await drafts(page)).length === 1, 'the draft to be back')
})

it('is one message on its way though it was sent twice', async () => {
  await aDraft()
  const isSame = await page.evaluate(() => {
    const draft = at.drafts?.[0]
    if (draft === undefined) return false
    at.outgoing = draft.send()
    return draft.send() === at.outgoing && at.messages.outgoing.length === 1
  })
  expect(isSame).toBe(true)
  await until(async () => (await outgoingState(page)) === 'sent', 'it to be sent', 20_000)
})

/** A message that was recorded, and let go of. */
async function aDraft(): Promise<void> {
  await record(page)
  await speakFor(page, 1_500)
  await page.evaluate(() => at.recorder?.leave())
  await until(async () => (await drafts(page)).length === 1, 'the draft')
}
