/** A browser that is killed while its user talks, and started again: what was said until then is kept. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SPEECH } from '../support/browser.ts'
import { likeness } from '../support/correlation.ts'
import { joinKept, makeKeepingRoom, setTalking, speakFor } from '../support/keeping-page.ts'
import { between, keptClips, timelineOf } from '../support/kept-clips.ts'
import { MortalBrowser } from '../support/mortal-browser.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import { readWav } from '../support/wav.ts'

const ONLINE_MS = 2_500
const OFFLINE_MS = 2_500
const ALIKE = 0.9
const MAX_GAP_MS = 40
/** What was said within so long before the kill may be lost. */
const LAST_WORDS_MS = 500

let server: SharedEarshot
let site: Site

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
})

afterAll(() => site?.close())

describe.concurrent('what was said', () => {
  it.for([
    ['a kill of the browser', false, killBrowser],
    ['a kill of the browser without network', true, killBrowser],
    ['a crash of the tab', false, crashTab],
  ] as const)('is kept until half a second before %s', async ([what, isOffline, end], { onTestFinished }) => {
    const browser = new MortalBrowser()
    const line = await startTcpProxy(Number(new URL(site.origin).port))
    onTestFinished(async () => {
      await browser.end()
      await line.close()
    })
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
    const survivor = await end(browser, person, page)
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
})

/** The same person's browser, started again. */
async function killBrowser(browser: MortalBrowser): Promise<BrowserContext> {
  await browser.kill()
  return browser.start()
}

/** The page's process ends, and nothing else does. */
async function crashTab(_: MortalBrowser, person: BrowserContext, page: Page): Promise<BrowserContext> {
  const crashed = page.waitForEvent('crash')
  const session = await person.newCDPSession(page)
  session.send('Page.crash').catch(() => undefined) // nobody is left to answer
  await crashed
  return person
}
