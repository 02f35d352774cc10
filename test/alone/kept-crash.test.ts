/** A browser that is killed while its user talks, and started again: what was said until then is kept. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { SPEECH } from '../support/browser.ts'
import { likeness } from '../support/correlation.ts'
import { joinKept, makeKeepingRoom, setTalking, speakFor } from '../support/keeping-page.ts'
import { between, keptClips, timelineOf } from '../support/kept-clips.ts'
import { MortalBrowser } from '../support/mortal-browser.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import { readWav } from '../support/wav.ts'

const ONLINE_MS = 4_000
const OFFLINE_MS = 4_000
const ALIKE = 0.9
const MAX_GAP_MS = 40
/** What was said within so long before the kill may be lost. */
const LAST_WORDS_MS = 500

const browser = new MortalBrowser()
let server: SharedEarshot
let site: Site
let line: TcpProxy

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
  line = await startTcpProxy(Number(new URL(site.origin).port))
})

afterAll(async () => {
  await browser.end()
  await line?.close()
  await site?.close()
})

afterEach(async () => {
  line.mend()
  await browser.kill()
})

it.each([
  ['a kill of the browser', false, killBrowser],
  ['a kill of the browser without network', true, killBrowser],
  ['a crash of the tab', false, crashTab],
])('keeps what was said until half a second before %s', async (what, isOffline, end) => {
  const room = await makeKeepingRoom(server.origin)
  const person = await browser.start()
  const page = await openSdkPage(person, line.origin)
  await joinKept(page, room)
  const fromMs = await setTalking(page, true)
  await speakFor(page, ONLINE_MS)
  if (isOffline) {
    line.cut('refuse')
    await speakFor(page, OFFLINE_MS)
  }
  const endedAtMs = Date.now()
  const survivor = await end(person, page)
  line.mend()

  const again = await openSdkPage(survivor, line.origin)
  const isLeft = () => again.evaluate((id) => sdk.leftBehindMs(id), room.id)
  const leftMs = await isLeft()
  await joinKept(again, room)
  await until(async () => (await isLeft()) === 0, 'what was left behind to be sent')
  const clips = await keptClips(server.origin, room.id, room.getToken)

  const kept = timelineOf(clips)
  const spoken = readWav(SPEECH)
  const twice = new Float32Array(2 * spoken.samples.length)
  twice.set(spoken.samples)
  twice.set(spoken.samples, spoken.samples.length)
  const { correlation } = likeness(between(kept, kept.fromMs, kept.toMs), twice, spoken.sampleRateHz)
  console.log(
    `Kept over ${what}: ${leftMs} ms left behind; ${clips.length} clip(s) of ` +
      `${kept.toMs - kept.fromMs} ms, until ${endedAtMs - kept.toMs} ms before it; as spoken ` +
      `${correlation.toFixed(3)}; longest gap ${kept.longestGapMs} ms`,
  )
  expect(clips.length).toBeLessThanOrEqual(2)
  expect(correlation).toBeGreaterThanOrEqual(ALIKE)
  expect(kept.longestGapMs).toBeLessThanOrEqual(MAX_GAP_MS)
  expect(kept.fromMs).toBeLessThan(fromMs + LAST_WORDS_MS)
  expect(kept.toMs).toBeGreaterThan(endedAtMs - LAST_WORDS_MS)
})

/** The same person's browser, started again. */
async function killBrowser(): Promise<BrowserContext> {
  await browser.kill()
  return browser.start()
}

/** The page's process ends, and nothing else does. */
async function crashTab(person: BrowserContext, page: Page): Promise<BrowserContext> {
  const crashed = page.waitForEvent('crash')
  const session = await person.newCDPSession(page)
  session.send('Page.crash').catch(() => undefined) // nobody is left to answer
  await crashed
  return person
}
