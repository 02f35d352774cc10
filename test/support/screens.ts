/**
 * The screens that states of the page are looked at on, and the looking: every state must fit its screen in every run;
 * pictures of it go to docs/screenshots when UPDATE_SCREENSHOTS is set.
 */

import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { DESKTOP, PHONE } from './browser.ts'

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))

export interface Screen {
  device: 'desktop' | 'phone'
  options: BrowserContextOptions
}

export const SCREENS: readonly Screen[] = [
  { device: 'desktop', options: { viewport: DESKTOP } },
  { device: 'phone', options: { viewport: PHONE, hasTouch: true, isMobile: true } },
]

/** Looks at the page as it is now; `state` names the picture. Pages that show people what Earshot is are also seen by day. */
export async function look(page: Page, { device }: Screen, state: string, { byDay = false } = {}): Promise<void> {
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overhang, `${state} on a ${device} sticks out sideways`).toBeLessThanOrEqual(0)
  await photograph(page, `${state}-${device}`)
  if (!byDay) return
  await page.emulateMedia({ colorScheme: 'light' })
  await photograph(page, `${state}-${device}-light`)
  await page.emulateMedia({ colorScheme: 'dark' })
}

async function photograph(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_SCREENSHOTS === undefined) return
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: `${FOLDER}${name}.png`, animations: 'disabled', caret: 'hide' })
}
