/** Voice messages as a person makes and hears them in the app: by the words on the screen. */

import type { Locator, Page } from 'playwright-core'
import { en } from '../../web/i18n/en.ts'
import { CLIP_WITHIN, clipButton } from './app.ts'

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
export async function recordTo(page: Page, clock: Clock): Promise<void> {
  await recordButton(page).press('Enter') // a click that a busy machine draws out would be a hold
  await reach(page, clock)
}

type Clock = `0:0${number}`

export const reach = (page: Page, clock: Clock): Promise<void> => recorder(page).getByText(from(clock)).waitFor()

/** The same while the button is held. */
export const holdTo = (page: Page, clock: Clock): Promise<void> =>
  page.getByRole('paragraph').filter({ hasText: m.slide }).getByText(from(clock)).waitFor()

/** So far or further: a busy machine may not draw each second. */
export const from = (clock: Clock): RegExp => new RegExp(`^0:(0[${clock.at(-1)}-9]|[1-5]\\d)$`)

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

/** A finger on the glass, which `Page.touchscreen` can only tap with. */
export async function thumbOn(page: Page) {
  const { x = 0, y = 0, width = 0, height = 0 } = (await recordButton(page).boundingBox()) ?? {}
  const from = { x: x + width / 2, y: y + height / 2 }
  const glass = await page.context().newCDPSession(page)
  const at = (leftward: number, upward: number) => [{ x: from.x - leftward, y: from.y - upward }]
  return {
    from,
    press: () => glass.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0, 0) }),
    slide: (leftward: number, upward: number) =>
      glass.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(leftward, upward) }),
    letGo: () => glass.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
  }
}

/** Listens to a message for two seconds at the least, and stops. */
export async function listenTo(clip: Locator): Promise<void> {
  await clipButton(clip, en.clip.play).click()
  await clip.getByText(/^0:0[2-9] \//).waitFor()
  await clipButton(clip, en.clip.pause).click()
}

/** Answers the moment that it stands at, and says which that is. */
export async function answerHere(clip: Locator): Promise<string> {
  const reply = clip.getByRole('button', { name: new RegExp(`^${m.replyAt('')}`) })
  const clock = ((await reply.textContent()) ?? '').slice(m.replyAt('').length)
  await reply.click()
  return clock
}
