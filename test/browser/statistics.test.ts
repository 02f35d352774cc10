/**
 * How it sounds, as a person looks at it: figures that move while somebody speaks, and the same as text; and what a person
 * is told of a microphone that brings nothing, or too much.
 */

import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, join, makeRoom, onScreen, openLink, person } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { addKnob, turnMicrophone } from '../support/microphones.ts'
import { createRoom } from '../support/room.ts'
import { look, ON_PHONE, onBoth } from '../support/screens.ts'
import { useSharedStage } from '../support/stage.ts'
import { type Talker, talk } from '../support/talker.ts'

const w = en.sound
/** Pictures want curves, tests only that there are some. */
const SECONDS = process.env.UPDATE_SCREENSHOTS === undefined ? 1 : 30
const POLLING = { interval: 500, timeout: 60_000 }
const stage = useSharedStage()
let path: string
/** In a room alone, on a phone; her microphone is switched off. */
let noor: Page
const talkers: Talker[] = []
/** What the page was refused by its policy. */
const refused: string[] = []

/** Grace and Tomás speak all the time. */
beforeAll(async () => {
  const { room, guestSecret } = await createRoom(stage.server.origin, 'Thursday rehearsal')
  path = `/r/${room}#${guestSecret}`
  for (const name of ['Grace Hopper', 'Tomás']) talkers.push(await talk(await stage.guest(path, name), () => 20))
  noor = await comeAlone()
})
afterAll(() => {
  for (const talker of talkers) talker.stop()
})

async function comeAlone(): Promise<Page> {
  const context = await stage.person(ON_PHONE.options)
  await addKnob(context, 0)
  const page = await makeRoom(context, 'Nobody else')
  await join(page, { name: 'Noor' })
  return page
}

async function comeIn(): Promise<Page> {
  const context = await stage.person({ bypassCSP: false })
  await context.exposeFunction('tellRefusal', (what: string) => refused.push(what))
  await context.addInitScript(() => {
    const { tellRefusal } = globalThis as unknown as { tellRefusal(what: string): void }
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => tellRefusal(effectiveDirective))
  })
  const page = await openLink(context, path)
  await join(page, { name: 'Ada', talk: 'push' })
  await person(page, 'Grace Hopper').waitFor()
  return page
}

const savedFigures = async (page: Page) => {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: w.save }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^earshot-figures-[\dT-]+\.json$/)
  return readFile(await file.path(), 'utf8')
}

it('shows what it measures every second, to eyes, to screen readers and as text, beside the room and as a sheet', async () => {
  const page = await comeIn()
  await onBoth(page, async (screen) => {
    await page.getByRole('button', { name: new RegExp(`^${en.quality.label('')}`) }).click()
    const facts = page.getByRole('dialog', { name: en.quality.title })
    await facts.getByRole('button', { name: w.open }).click()
    const panel = page.getByRole(screen.device === 'phone' ? 'dialog' : 'region', { name: w.title, exact: true })
    await panel.getByRole('table').getByText('Grace Hopper').waitFor()
    await panel.locator('canvas').nth(2).waitFor()

    const delay = panel.getByRole('row', { name: new RegExp(`^${w.delay} `) }).getByRole('cell')
    expect(await delay.first().textContent()).toMatch(/^\d+ ms$/)
    const before = await panel.textContent()
    await expect.poll(() => panel.textContent(), POLLING).not.toBe(before)

    expect.soft(await complaints(page), screen.device).toEqual([])
    await expect.poll(async () => JSON.parse(await savedFigures(page)).samples.length, POLLING).toBeGreaterThan(SECONDS)
    const text = await savedFigures(page)
    const { samples } = JSON.parse(text)
    expect(samples.at(-1).speakers[0].playedMs).toBeGreaterThan(samples[0].speakers[0]?.playedMs ?? 0)
    expect(text).not.toMatch(/Grace|Tomás|Thursday/)
    expect(text).not.toContain(path.slice('/r/'.length, path.indexOf('#')))

    expect(refused).toEqual([])
    await panel.getByText(w.connection, { exact: true }).scrollIntoViewIfNeeded()
    await look(page, screen, 'statistics', { byDay: true })

    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.keyboard.press('s')
    await panel.waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })
})

it('closes and opens again by keys that come right behind each other, while the page is busy', async () => {
  const sheet = noor.getByRole('dialog', { name: w.title, exact: true })
  await noor.keyboard.press('s')
  await sheet.waitFor()
  const busy = noor.evaluate(() => {
    const sinceMs = performance.now()
    while (performance.now() - sinceMs < 500);
  })
  await Promise.all([busy, noor.keyboard.press('Escape'), noor.keyboard.press('s')])
  await sheet.waitFor()
  await closeOverlay(noor)
})

describe('my microphone', () => {
  it('brings nothing, until it is switched on, and then too much', async () => {
    await onScreen(noor, w.noSound).waitFor()
    await look(noor, ON_PHONE, 'no-sound')
    expect.soft(await complaints(noor)).toEqual([])
    await noor.getByRole('button', { name: en.lines.chooseMicrophone }).click()
    await noor
      .getByRole('dialog', { name: en.settings.title })
      .getByLabel(en.devices.microphone, { exact: true })
      .waitFor()
    await closeOverlay(noor)
    await turnMicrophone(noor, 60)
    await onScreen(noor, w.noSound).waitFor({ state: 'detached' })
    await onScreen(noor, w.tooLoud).waitFor()
    await look(noor, ON_PHONE, 'too-loud')
    await noor.getByRole('main').getByRole('button', { name: en.actions.close }).click()
    await onScreen(noor, w.tooLoud).waitFor({ state: 'detached' })
  })
})
