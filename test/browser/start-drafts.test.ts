/** A voice message that a closed tab left is found again from the start page, though its room is gone. */

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { join, makeRoom, openLink } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { requestToken } from '../support/room.ts'
import { look, lookOnBoth, ON_DESKTOP, onBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { recordTo } from '../support/voice-messages.ts'

const m = en.messages
const stage = useStage()

it('leads from the start page to a draft', async () => {
  const context = await stage.person(ON_DESKTOP.options)
  const ann = await makeRoom(context, 'Rehearsal')
  await join(ann, { name: 'Ann' })
  await recordTo(ann, '0:02')
  const { pathname } = new URL(ann.url())
  await ann.close()

  const start = await openLink(context, '/')
  const drafts = start.getByRole('region', { name: m.drafts })
  const way = drafts.getByRole('link', { name: /^A voice message of \d seconds? was not sent\..+Rehearsal/ })
  await way.waitFor()
  await onBoth(start, async (screen) => {
    await look(start, screen, 'start-draft', { byDay: true })
    expect.soft(await complaints(start), screen.device).toEqual([])
    await start.emulateMedia({ colorScheme: 'light' })
    expect.soft(await complaints(start), `${screen.device}, by day`).toEqual([])
    await start.emulateMedia({ colorScheme: 'dark' })
  })
  await way.focus()
  await start.keyboard.press('Enter')
  await start.getByRole('button', { name: en.door.join, exact: true }).waitFor()
  expect(start.url()).toContain(pathname)

  await deleteRoom(start)
  await start.goto('/')
  const card = start.getByRole('region', { name: m.stuck })
  await card.getByText(m.cannotBeSent(1, 'Rehearsal', m.shut['room-deleted'].why)).waitFor()
  await lookOnBoth(start, 'start-stuck')
  const plays = card.getByRole('button', { name: new RegExp(`^${m.pauseListening}`) }).waitFor()
  await Promise.all([plays, card.getByRole('button', { name: new RegExp(`^${m.listen}`) }).click()])
  const saved = start.waitForEvent('download')
  await card.getByRole('button', { name: new RegExp(`^${en.actions.save}`) }).click()
  expect((await saved).suggestedFilename()).toMatch(/^earshot-.+\.ogg$/)
  expect.soft(await complaints(start), 'stuck').toEqual([])
  await card.getByRole('button', { name: new RegExp(`^${m.discard}`) }).click()
  await card.getByRole('button', { name: m.undo, exact: true }).click()
  await card.getByRole('button', { name: new RegExp(`^${m.listen}`) }).waitFor()
})

/** As its owner, whose secret this browser has. */
async function deleteRoom(page: Page): Promise<void> {
  const [{ room, secret }] = await page.evaluate(() => JSON.parse(localStorage.getItem('earshot:rooms') ?? '[]'))
  const { origin } = stage.server
  const authorization = `Bearer ${await requestToken(origin, room, secret)}`
  const deleted = await fetch(`${origin}/v1/rooms/${room}`, { method: 'DELETE', headers: { authorization } })
  expect(deleted.ok).toBe(true)
}
