/**
 * The screens that states of the page are looked at on, and the looking: every state must fit its screen in every run;
 * pictures of it go to docs/screenshots when UPDATE_SCREENSHOTS is set. One page is turned from a desktop into a phone and
 * back, so that a state is brought about once; what only a phone does has a page of its own, made with a phone's options.
 */

import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, CDPSession, Page, ViewportSize } from 'playwright-core'
import { expect } from 'vitest'
import { DESKTOP, PHONE } from './browser.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))

export interface Screen {
  device: 'desktop' | 'phone'
  options: BrowserContextOptions & { viewport: ViewportSize }
}

export const ON_DESKTOP: Screen = { device: 'desktop', options: { viewport: DESKTOP } }
export const ON_PHONE: Screen = {
  device: 'phone',
  options: { viewport: PHONE, hasTouch: true, isMobile: true },
}

export interface LookOptions {
  /** Pages that show people what Earshot is are also seen by day. */
  byDay?: boolean
}

/** Looks at the page as it is now; `state` names the picture. */
export async function look(
  page: Page,
  screen: Screen,
  state: string,
  { byDay = false }: LookOptions = {},
): Promise<void> {
  // Against the screen itself: a phone shows more of a page that is too wide for it, only smaller.
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, `${state} on a ${screen.device} sticks out sideways`).toBeLessThanOrEqual(screen.options.viewport.width)
  await photograph(page, `${state}-${screen.device}`)
  if (!byDay) return
  await page.emulateMedia({ colorScheme: 'light' })
  await photograph(page, `${state}-${screen.device}-light`)
  await page.emulateMedia({ colorScheme: 'dark' })
}

/** Looks at the page of somebody at a desktop as it is now, and as it is on a phone; what lies over the page must stay. */
export async function lookOnBoth(page: Page, state: string, options?: LookOptions): Promise<void> {
  const overlays = page.locator('dialog[open], :popover-open')
  const count = await overlays.count()
  await onBoth(page, async (screen) => {
    expect(await overlays.count(), `what lies over ${state} on a ${screen.device}`).toBe(count)
    await look(page, screen, state, options)
  })
}

/** Does the same with the page of somebody at a desktop on either screen: for what closes when its page is turned. */
export async function onBoth(page: Page, act: (screen: Screen) => Promise<void>): Promise<void> {
  const glass = await page.context().newCDPSession(page)
  for (const screen of [ON_PHONE, ON_DESKTOP]) {
    await turn(page, glass, screen)
    await act(screen)
  }
  await glass.detach()
}

async function turn(page: Page, glass: CDPSession, { device, options }: Screen): Promise<void> {
  await glass.send('Emulation.setTouchEmulationEnabled', { enabled: device === 'phone', maxTouchPoints: 1 })
  await page.setViewportSize(options.viewport)
  await page.evaluate(drawnAt, options.viewport.width)
}

/** Runs in the page: on a busy machine its new size reaches it some frames later; behind that frame it has drawn what it makes of it. */
function drawnAt(width: number): Promise<void> {
  return new Promise((resolve) => {
    const next = () => requestAnimationFrame(innerWidth === width ? () => requestAnimationFrame(() => resolve()) : next)
    next()
  })
}

async function photograph(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_SCREENSHOTS === undefined) return
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', caret: 'hide' })
}
