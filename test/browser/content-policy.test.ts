/**
 * Every page under the policy that it is served with, which the other tests lift for what they plant: two people who talk,
 * with all its workers and worklets, and the reference of the HTTP API, which is read by people and loaded by nobody else.
 */

import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { answerKeeping, guestPath, join, liveTalk, makeRoom, openLink } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { DESKTOP, PHONE } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

/** What the browser refused on any page of this profile, and where. */
async function refusals(context: BrowserContext): Promise<string[]> {
  const refused: string[] = []
  await context.exposeFunction('tellRefusal', (what: string) => refused.push(what))
  await context.addInitScript(() => {
    const tell = (what: string): void =>
      (globalThis as unknown as { tellRefusal(what: string): void }).tellRefusal(what)
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      tell(`${effectiveDirective} ${blockedURI}`),
    )
  })
  // A worker's refusals never reach its page, but the console has them.
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text())
  })
  return refused
}

it('talks under its own policy', async () => {
  const annsProfile = await stage.person({ bypassCSP: false })
  const bensProfile = await stage.person({ bypassCSP: false })
  const refused = [await refusals(annsProfile), await refusals(bensProfile)]
  const ann = await makeRoom(annsProfile, 'Rehearsal', { keeps: true })
  await join(ann, { name: 'Ann' })
  await answerKeeping(ann, 'yes')
  const ben = await openLink(bensProfile, await guestPath(ann))
  await join(ben, { name: 'Ben', talk: 'push' })
  await liveTalk(ben, 'Ann').first().waitFor()
  expect(refused).toEqual([[], []])
})

it('refuses what the policy does not name', async () => {
  const context = await stage.person({ bypassCSP: false })
  const refused = await refusals(context)
  const page = await context.newPage()
  await page.goto('/')
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "taken"'
    document.head.append(script)
  })
  await expect.poll(() => refused.some((what) => what.startsWith('script-src'))).toBe(true)
  expect(await page.title()).not.toBe('taken')
})

const openReference = async (context: BrowserContext, place = ''): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(`/v1/reference${place}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

it('shows the reference under the same policy, and opens what its address names', async () => {
  const context = await stage.person({ bypassCSP: false })
  const refused = await refusals(context)
  const page = await openReference(context, '#createRoom')
  const operation = page.getByRole('article').filter({ hasText: 'Make a room.' }).first()
  await operation.getByText('-d \'{"name":"Rehearsal"', { exact: false }).waitFor()
  expect(refused).toEqual([])
})

it.each([
  { name: 'desktop, dark', viewport: DESKTOP, colorScheme: 'dark', hasTouch: false },
  { name: 'phone, light', viewport: PHONE, colorScheme: 'light', hasTouch: true },
] as const)('has nothing held against the reference by axe on $name', async ({ name: _, ...look }) => {
  const page = await openReference(await stage.person(look))
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
  expect(await complaints(page)).toEqual([])
  const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(needed).toBe(given)
})

it('loads nothing of the reference with the app', async () => {
  const page = await (await stage.person()).newPage()
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(loaded.filter((url) => /reference|openapi/.test(url))).toEqual([])
  expect(loaded.some((url) => url.endsWith('.js'))).toBe(true)
})
