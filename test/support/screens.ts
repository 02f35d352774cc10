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

/** Looks at the page as it is now; `state` names the picture. */
export async function look(page: Page, { device }: Screen, state: string): Promise<void> {
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overhang, `${state} on a ${device} sticks out sideways`).toBeLessThanOrEqual(0)
  if (process.env.UPDATE_SCREENSHOTS === undefined) return
  mkdirSync(FOLDER, { recursive: true })
  await page.screenshot({ path: `${FOLDER}${state}-${device}.png`, animations: 'disabled', caret: 'hide' })
}
