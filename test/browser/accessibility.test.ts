/** What a screen reader, a keyboard or weak eyes would stumble over, found by axe on every screen, dark and light, wide and narrow. */

import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { guestPath, join, makeRoom, person, useMenu } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { DESKTOP, PHONE } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'

const LOOKS = [
  { name: 'desktop, dark', viewport: DESKTOP, colorScheme: 'dark', hasTouch: false },
  { name: 'phone, light', viewport: PHONE, colorScheme: 'light', hasTouch: true },
] as const

const stage = useStage()

it.each(LOOKS)('finds nothing on $name', async ({ name: _, ...look }) => {
  const context = await stage.person(look)
  const home = await context.newPage()
  await home.goto('/')
  await home.getByRole('button', { name: en.home.make }).waitFor()
  expect.soft(await complaints(home), 'home').toEqual([])

  const page = await makeRoom(context, 'Rehearsal')
  await page.getByRole('radio', { name: en.door.push }).waitFor()
  expect.soft(await complaints(page), 'door').toEqual([])

  await join(page, { name: 'Ann' })
  await page.getByRole('heading', { name: en.invite.title }).waitFor()
  expect.soft(await complaints(page), 'empty room').toEqual([])

  await stage.guest(await guestPath(page), 'Ben')
  await person(page, 'Ben').waitFor()
  expect.soft(await complaints(page), 'room of two').toEqual([])

  await page.getByRole('button', { name: en.room.optionsFor('Ben') }).click()
  await page.getByLabel(en.person.volume).waitFor()
  expect.soft(await complaints(page), 'options of a person').toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: en.room.menu }).click()
  expect.soft(await complaints(page), 'room menu').toEqual([])
  await page.keyboard.press('Escape')
  await useMenu(page, en.menu.settings)
  await page.getByRole('dialog').waitFor()
  expect(await complaints(page), 'settings').toEqual([])
})
