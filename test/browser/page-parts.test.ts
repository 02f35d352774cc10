/**
 * What of the page is loaded when: no more than it takes to come in before somebody comes in, one language, and nothing that
 * breaks a call where a part of it cannot be had.
 */

import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { zh } from '../../web/i18n/zh.ts'
import { closeOverlay, control, guestPath, join, makeRoom, useMenu } from '../support/app.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

/** Compressed JavaScript of the page itself: what people wait for on a narrow line. */
const MOST_BYTES = 120_000
/** Sound has scripts of its own, workers and worklets with the codec in them, which come while the microphone is checked. */
const OF_THE_SOUND = /work(er|let)/i

/** The scripts of the page itself that it has loaded, by what they are called. */
class Scripts {
  readonly #responses: Response[] = []

  constructor(page: Page) {
    page.on('response', (response) => {
      const { pathname } = new URL(response.url())
      if (pathname.endsWith('.js') && !OF_THE_SOUND.test(pathname)) this.#responses.push(response)
    })
  }

  get names(): string[] {
    return this.#responses.map((response) => /([^/]+?)(-[\w-]{8})?\.js$/.exec(response.url())?.[1] ?? '')
  }

  /** As a server compresses them at least. */
  async gzipBytes(): Promise<number> {
    const bodies = await Promise.all(this.#responses.map((response) => response.body()))
    return bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0)
  }
}

const joinButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true, disabled: false })

it('takes no more than 120 kB of script to the door of a room, nor into it', async () => {
  const host = await makeRoom(await stage.person(), 'Rehearsal')
  const page = await (await stage.person()).newPage()
  const scripts = new Scripts(page)
  await page.goto(await guestPath(host))
  await joinButton(page, en.door.join).waitFor()
  const atTheDoor = await scripts.gzipBytes()
  expect(scripts.names).not.toContain('opened-by-hand')
  await join(page, { name: 'Ann' })
  await expect.poll(() => scripts.names).toContain('opened-by-hand')
  const inTheRoom = await scripts.gzipBytes()
  console.log(`Scripts of the page: ${atTheDoor} bytes at the door of a room, ${inTheRoom} in it, dialogs included`)
  expect(atTheDoor).toBeLessThanOrEqual(MOST_BYTES)
  expect(inTheRoom).toBeLessThanOrEqual(MOST_BYTES)
})

it.each([
  { locale: 'en-GB', own: 'en', other: 'zh', words: en },
  { locale: 'zh-CN', own: 'zh', other: 'en', words: zh },
])('loads no language but that of $locale', async ({ locale, own, other, words }) => {
  const page = await (await stage.person({ locale })).newPage()
  const scripts = new Scripts(page)
  await page.goto('/', { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: words.home.make }).waitFor()
  expect(scripts.names).toContain(own)
  expect(scripts.names).not.toContain(other)
})

it('goes on in its language where another one cannot be had, says so, and takes it when it can', async () => {
  const page = await (await stage.person()).newPage()
  await page.route('**/assets/zh-*.js', (route) => route.abort())
  await page.goto('/')
  await page.getByRole('button', { name: '简体中文' }).click()
  await page.getByRole('alert').filter({ hasText: en.failures.unreachable.title }).waitFor()
  await page.getByRole('button', { name: en.home.make }).waitFor()
  await page.unroute('**/assets/zh-*.js')
  await page.getByRole('button', { name: en.actions.tryAgain }).click()
  await page.getByRole('button', { name: zh.home.make }).waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
})

it('says in every language that none could be loaded', async () => {
  const page = await (await stage.person()).newPage()
  await page.route(/assets\/(en|zh)-[^/]*\.js/, (route) => route.abort())
  await page.goto('/')
  await page.getByRole('alert').waitFor()
  await page.unroute(/assets\/(en|zh)-[^/]*\.js/)
  await page.getByRole('button', { name: en.actions.reload }).click()
  await page.getByRole('button', { name: en.home.make }).waitFor()
})

it('goes on with the call where a dialog cannot be had, says so, and opens it when it can', async () => {
  const context = await stage.person()
  await context.route('**/assets/opened-by-hand-*.js', (route) => route.abort())
  const page = await makeRoom(context, 'Rehearsal')
  await join(page, { name: 'Ann' })
  await useMenu(page, en.menu.settings)
  const settings = page.getByRole('dialog', { name: en.settings.title })
  await settings.getByRole('alert').filter({ hasText: en.failures.unreachable.title }).waitFor()
  await closeOverlay(page)
  await control(page, en.dock.mute).click()
  await control(page, en.dock.unmute).waitFor()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: en.keys.title })
  await keys.getByRole('alert').waitFor()
  await context.unroute('**/assets/opened-by-hand-*.js')
  await keys.getByRole('button', { name: en.actions.tryAgain }).click()
  await keys.getByText(en.keys.mute).waitFor()
  await closeOverlay(page)
  await control(page, en.dock.unmute).waitFor()
})
