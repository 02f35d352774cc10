/** Voice messages as a person makes and hears them in the app: by the words on the screen. */

import type { Locator, Page } from 'playwright-core'
import { en } from '../../web/i18n/en.ts'
import { CLIP_WITHIN } from './app.ts'

const m = en.messages

/** The voice messages of somebody in the timeline, oldest first. */
export const voiceMessages = (page: Page, name: string): Locator =>
  page.getByRole('log').getByRole('listitem', { name: new RegExp(`^${m.of(name, '')}`) })

/** One of mine that the log does not have yet. */
export const outgoing = (page: Page): Locator =>
  page.getByRole('log').getByRole('listitem', { name: new RegExp(`^${m.mine('')}`) })

/** What stands in place of the field to write in while a message is made. */
export const recorder = (page: Page): Locator => page.getByRole('group', { name: m.panel, exact: true })

export const recordButton = (page: Page): Locator => page.getByRole('button', { name: m.record, exact: true })

/** Records until so much has been said, and goes on recording. */
export async function recordTo(page: Page, clock: string): Promise<void> {
  await recordButton(page).click()
  await reach(page, clock)
}

export async function reach(page: Page, clock: string): Promise<void> {
  await recorder(page).getByText(clock, { exact: true }).waitFor()
}

export async function sendRecording(page: Page): Promise<void> {
  await recorder(page).getByRole('button', { name: m.sendMessage }).click()
  await recorder(page).waitFor({ state: 'detached' })
}

/** Records some seconds, sends them, and waits until `hearer` has the message, which is the `count`-th. */
export async function sayTo(hearer: Page, speaker: Page, { name, count = 1 }: { name: string; count?: number }) {
  await recordTo(speaker, '0:03')
  await sendRecording(speaker)
  const message = voiceMessages(hearer, name).nth(count - 1)
  await message.waitFor(CLIP_WITHIN)
  return message
}
