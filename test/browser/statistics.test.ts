/** How it sounds, as a person looks at it: figures that move while somebody speaks, and the same as text. */

import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, guestPath, join, makeRoom, onScreen, openLink, person } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { look, SCREENS, type Screen } from '../support/screens.ts'
import { Stage } from '../support/stage.ts'

const w = en.sound
/** Pictures want curves, tests only that there are some. */
const SECONDS = process.env.UPDATE_SCREENSHOTS === undefined ? 1 : 30
const POLLING = { interval: 1_000, timeout: 60_000 }
const stage = new Stage()
let path: string
/** What the page was refused by its policy. */
const refused: string[] = []

/** Grace speaks all the time. */
beforeAll(async () => {
  await stage.open()
  const grace = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(grace, { name: 'Grace Hopper' })
  path = await guestPath(grace)
})
afterAll(() => stage.close())

async function comeIn({ options }: Screen): Promise<Page> {
  const context = await stage.person({ ...options, bypassCSP: false })
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

/** What the table says of a voice. */
const figureOf = async (page: Page, name: string): Promise<string> => {
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) })
  return (await row.getByRole('cell').first().textContent()) ?? ''
}

const savedFigures = async (page: Page) => {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: w.save }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^earshot-figures-[\dT-]+\.json$/)
  return readFile(await file.path(), 'utf8')
}

describe.each(SCREENS)('$device', (screen) => {
  it('shows what it measures every second, to eyes, to screen readers and as text', async () => {
    const page = await comeIn(screen)
    await page.getByRole('button', { name: en.quality.label(en.quality.good) }).click()
    await page.getByRole('button', { name: w.open }).click()
    const panel = page.getByRole(screen.device === 'phone' ? 'dialog' : 'region', { name: w.title, exact: true })
    await panel.getByRole('table').getByText('Grace Hopper').waitFor()
    await panel.locator('canvas').nth(2).waitFor()

    const before = await figureOf(page, w.delay)
    expect(before).toMatch(/^\d+ ms$/)
    await expect.poll(() => figureOf(page, w.delay)).not.toBe(before)

    expect.soft(await complaints(page)).toEqual([])
    await expect.poll(async () => JSON.parse(await savedFigures(page)).samples.length, POLLING).toBeGreaterThan(SECONDS)
    const text = await savedFigures(page)
    const { samples } = JSON.parse(text)
    expect(samples.at(-1).speakers[0].playedMs).toBeGreaterThan(samples[0].speakers[0]?.playedMs ?? 0)
    expect(text).not.toMatch(/Grace|Thursday/)
    expect(text).not.toContain(path.slice('/r/'.length, path.indexOf('#')))

    expect(refused).toEqual([])
    await panel.getByText(w.connection, { exact: true }).scrollIntoViewIfNeeded()
    await look(page, screen, 'statistics', { byDay: true })
  })
})
