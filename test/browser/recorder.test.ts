/** Voice messages recorded in Chromium and sent to a real Earshot. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { newPerson, openBrowser, SPEECH } from '../support/browser.ts'
import { likeness } from '../support/correlation.ts'
import { type KeepingRoom, makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { keptClips } from '../support/kept-clips.ts'
import { joinToRecord, outgoingState, record, send } from '../support/recorder-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import { readWav } from '../support/wav.ts'

const ALIKE = 0.9

let server: SharedEarshot
let site: Site
let line: TcpProxy
let browser: Browser
let person: BrowserContext
let page: Page
let room: KeepingRoom

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
  line = await startTcpProxy(Number(new URL(site.origin).port))
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await line?.close()
  await site?.close()
})

beforeEach(async () => {
  room = await makeKeepingRoom(server.origin)
  person = await newPerson(browser, { origin: line.origin })
  page = await openSdkPage(person)
  await joinToRecord(page, room)
})

afterEach(async () => {
  line.mend()
  await person.close()
})

it('becomes a clip that sounds as it was spoken', async () => {
  await record(page)
  await speakFor(page, 4_000)
  await send(page)
  await until(async () => (await outgoingState(page)) === 'sent', 'the message to be sent', 20_000)
  const [clip] = await keptClips(server.origin, room.id, room.getToken)
  expect(clip?.durationMs).toBeGreaterThan(3_000)
  expect(clip?.durationMs).toBeLessThan(4_500)
  expect(spokenLikeness(clip?.samples ?? new Float32Array(0))).toBeGreaterThan(ALIKE)
})

/** How much it is as the microphone's file, which is played over and over. */
function spokenLikeness(samples: Float32Array): number {
  const spoken = readWav(SPEECH)
  const twice = new Float32Array(2 * spoken.samples.length)
  twice.set(spoken.samples)
  twice.set(spoken.samples, spoken.samples.length)
  return likeness(samples, twice, spoken.sampleRateHz).correlation
}
