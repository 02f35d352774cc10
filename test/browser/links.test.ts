/**
 * Links that do not open for ever, from both sides: one for so many people, whose place only who comes in takes, and one
 * into a room that is gone; and what a link tells whoever comes by it again.
 */

import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  closeOverlay,
  guestPath,
  join,
  knock,
  makeRoom,
  message,
  onScreen,
  openLink,
  openMessages,
  person,
  useMenu,
  write,
} from '../support/app.ts'
import { ON_PHONE, onBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name, exact: true })
const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true })

/** A link for one who speaks, made by the owner. */
async function inviteOne(ada: Page): Promise<string> {
  await useMenu(ada, en.invites.menu)
  await button(ada, en.invites.new).click()
  const making = dialog(ada, en.invites.new)
  await making.getByText(en.invites.always, { exact: true }).click()
  await making.getByLabel(en.invites.people).fill('1')
  await button(making, en.invites.makeIt).click()
  const ready = dialog(ada, en.invites.title)
  const link = await ready.getByRole('textbox', { name: en.invite.link }).inputValue()
  await closeOverlay(ada)
  return link.replace(stage.server.origin, '')
}

it('takes a place of an invite for one person when they come in, and offers nobody to hand it on', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const path = await inviteOne(ada)
  const looking = await openLink(await stage.person(), path)
  await looking.getByRole('heading', { name: 'Thursday rehearsal' }).waitFor()
  const grace = await openLink(await stage.person(), path)
  await join(grace, { name: 'Grace Hopper' })
  await person(grace, 'Ada').waitFor()
  await onBoth(grace, async ({ device }) => expect(await button(grace, en.invite.copy).count(), device).toBe(0))
  await onBoth(ada, async ({ device }) => expect(await button(ada, en.invite.copy).count(), device).toBe(1))

  await knock(looking, 'Too late')
  await looking.getByRole('heading', { name: en.failures['invite-used-up'].title }).waitFor()
  await button(ada, en.room.optionsFor('Grace Hopper')).click()
  await ada.getByRole('button', { name: en.roles.make.listener }).click()
  await onScreen(grace, en.roles.news.listener.title).waitFor()
  await grace.reload()
  await grace.getByText(en.door.leadListener).waitFor()
})

it('counts for whoever comes straight into a room what was written since they looked', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  const path = await guestPath(ada)
  await join(ada, { name: 'Ada' })
  await write(ada, 'Before Grace came')
  await message(ada, 'Before Grace came').waitFor()
  const graces = await stage.person(ON_PHONE.options)
  const before = await openLink(graces, path)
  await join(before, { name: 'Grace' })
  await openMessages(before)
  await before.getByRole('log').getByText('Before Grace came').waitFor()
  await before.close()
  for (const text of ['Where are you?', 'We begin']) {
    await write(ada, text)
    await message(ada, text).waitFor()
  }
  const grace = await openLink(graces, path)
  await join(grace, { name: 'Grace' })
  await expect.poll(() => grace.title()).toBe('(2) Thursday rehearsal · Earshot')
  await openMessages(grace)
  await expect.poll(() => grace.title()).toBe('Thursday rehearsal · Earshot')
})

it('forgets a room that was deleted', async () => {
  const ada = await makeRoom(await stage.person(ON_PHONE.options), 'Thursday rehearsal')
  const path = await guestPath(ada)
  const grace = await openLink(await stage.person(ON_PHONE.options), path)
  await grace.getByRole('heading', { name: 'Thursday rehearsal' }).waitFor()
  await join(ada, { name: 'Ada' })
  await useMenu(ada, en.deleting.menu)
  await dialog(ada, en.deleting.title).getByLabel(en.deleting.typeName).fill('Thursday rehearsal')
  await button(ada, en.deleting.deleteIt).click()
  await ada.getByRole('heading', { name: en.over.deleted }).waitFor()
  await grace.goto('/')
  await grace.getByRole('link', { name: 'Thursday rehearsal' }).click()
  await grace.getByRole('heading', { name: en.failures['room-deleted'].title }).waitFor()
  await button(grace, en.over.home).click()
  await grace.getByRole('button', { name: en.home.make }).waitFor()
  expect(await grace.getByText('Thursday rehearsal').count()).toBe(0)
})
