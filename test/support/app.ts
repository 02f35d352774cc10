/**
 * The app as a person uses it: by the words and roles that are on the screen, never by its markup.
 */

import type { BrowserContext, Locator, Page } from 'playwright-core'
import { en } from '../../web/i18n/en.ts'
import { type LookOptions, look, onBoth, type Screen } from './screens.ts'

export type Talk = 'open' | 'push'

export interface JoinOptions {
  name: string
  talk?: Talk
}

/** Makes a room, one that keeps talk if wanted, and stops at its door. */
export async function makeRoom(context: BrowserContext, roomName: string, { keeps = false } = {}): Promise<Page> {
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel(en.home.roomName).fill(roomName)
  if (keeps) await page.getByRole('switch', { name: en.keeping.title }).check()
  await page.getByRole('button', { name: en.home.make }).click()
  await page.getByRole('heading', { name: roomName }).waitFor()
  return page
}

/** The guests' link, as the address bar shows it even to the owner, on the origin that `context` visits. */
export async function guestPath(page: Page): Promise<string> {
  await page.waitForURL(/\/r\/[\w-]{22}#[\w-]{22}$/)
  const { pathname, hash } = new URL(page.url())
  return pathname + hash
}

export async function openLink(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(path)
  return page
}

/** Through the door, with the microphone on. */
export async function join(page: Page, { name, talk = 'open' }: JoinOptions): Promise<void> {
  await page.getByRole('radio', { name: talk === 'open' ? en.door.open : en.door.push }).check()
  await knock(page, name)
  await control(page, en.dock.leave).waitFor()
}

/** Through the door without waiting for what comes of it. */
export async function knock(page: Page, name: string): Promise<void> {
  await page.getByLabel(en.door.yourName).fill(name)
  await page.getByRole('button', { name: en.door.join, exact: true }).click()
}

/** A button of the voice controls. */
export const control = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: en.room.controls }).getByRole('button', { name, exact: true })

/** Words on the screen itself, as against those that are only read out. */
export const onScreen = (page: Page, words: string): Locator => page.getByRole('main').getByText(words)

/** A line of the timeline, on a screen wide enough to show it. */
export const message = (page: Page, text: string): Locator =>
  page.getByRole('complementary', { name: en.room.messages }).getByRole('listitem').filter({ hasText: text })

/** Answers the room's question whether what one says may be kept. */
export async function answerKeeping(page: Page, answer: 'yes' | 'no'): Promise<void> {
  const question = page.getByRole('region', { name: en.keeping.title })
  await question.getByRole('button', { name: en.keeping[answer], exact: true }).click()
  await question.waitFor({ state: 'detached' })
}

/**
 * A talk that misses a piece becomes a clip 30 s after its end (K5), and on a machine that is too busy for the sound it may
 * miss one: whoever waits for a clip waits that long.
 */
export const CLIP_WITHIN = { timeout: 60_000 }

/** The clips of somebody in the timeline, oldest first. */
export const clips = (page: Page, name: string): Locator =>
  page.getByRole('log').getByRole('listitem', { name: new RegExp(`^${en.clip.of(name, '')}`) })

/** What somebody is saying now, in a room that keeps it. */
export const liveTalk = (page: Page, name: string): Locator =>
  page.getByRole('listitem', { name: en.clip.liveOf(name), exact: true })

/** A button of one clip. */
export const clipButton = (clip: Locator, name: string): Locator =>
  clip.getByRole('button', { name: new RegExp(`^${name}`) })

/** A person in the list of people. */
export const person = (page: Page, name: string): Locator => page.getByRole('listitem', { name })

/** One of the owner's powers over somebody. */
export async function useOption(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('button', { name: en.room.optionsFor(name) }).click()
  await page.getByRole('button', { name: option }).click()
  // It closes with that, and until it is gone it says of the person what their line in the list says.
  await page.getByRole('dialog', { name, exact: true, includeHidden: true }).waitFor({ state: 'detached' })
}

export async function useMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: en.room.menu }).click()
  await page.getByRole('dialog', { name: en.room.menu }).getByRole('button', { name: item }).click()
}

/** Closes whatever lies over the page. */
export async function closeOverlay(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** On a phone, where they are a sheet; its button also tells how many are new. */
export async function openMessages(page: Page): Promise<void> {
  const controls = page.getByRole('region', { name: en.room.controls })
  await controls.getByRole('button', { name: en.room.messages }).click()
}

/** On a phone, if it is one and they are not shown; beside the room they always are. A page that is turned shows them again. */
export async function showMessages(page: Page, { device }: Pick<Screen, 'device'>): Promise<void> {
  if (device === 'desktop') return
  const sheet = page.getByRole('dialog', { name: en.room.messages })
  if ((await sheet.count()) === 0) await openMessages(page)
  await sheet.waitFor()
}

/** Looks at the messages as they are now, on both screens. */
export const lookAtMessages = (page: Page, state: string, options?: LookOptions): Promise<void> =>
  onBoth(page, async (screen) => {
    await showMessages(page, screen)
    await look(page, screen, state, options)
  })

/** Closes what lies over the messages. */
export async function closePopover(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name, exact: true }).waitFor({ state: 'detached' })
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: en.timeline.message, exact: true }).fill(text)
  await page.getByRole('button', { name: en.timeline.send, exact: true }).click()
}
