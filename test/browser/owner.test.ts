/** The owner's powers, from the owner's page to the page that they are used on. */

import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  guestPath,
  join,
  knock,
  makeRoom,
  message,
  onScreen,
  openLink,
  person,
  useMenu,
  useOption,
} from '../support/app.ts'
import { useSharedStage } from '../support/stage.ts'

const stage = useSharedStage()
let owner: Page
let guest: Page
let invite: string

/** One room for all of these tests, in the order in which they are. */
beforeAll(async () => {
  owner = await makeRoom(await stage.person(), 'Rehearsal')
  await join(owner, { name: 'Olga' })
  invite = await guestPath(owner)
  guest = await openLink(await stage.person(), invite)
  await join(guest, { name: 'Gus' })
  await person(owner, 'Gus').waitFor()
})

it('[C12] mutes a person for everyone and lets them speak again', async () => {
  await useOption(owner, 'Gus', en.person.silence)
  await onScreen(guest, en.lines.silenced).waitFor()
  await person(owner, 'Gus').getByText(en.room.silenced).waitFor()
  await message(owner, en.timeline.moderation.mute('Olga', 'Gus')).waitFor()

  await useOption(owner, 'Gus', en.person.unsilence)
  await onScreen(guest, en.lines.silenced).waitFor({ state: 'detached' })
})

it('[C12] locks the room against newcomers alone', async () => {
  await useMenu(owner, en.menu.lock)
  await owner.getByRole('dialog', { name: en.room.menu }).waitFor({ state: 'detached' })
  await guest.getByText(en.room.locked, { exact: true }).waitFor()
  const late = await openLink(await stage.person(), invite)
  await late.getByText(en.failures['room-locked'].title).waitFor()
  await knock(late, 'Lata')
  await late.getByRole('heading', { name: en.failures['room-locked'].title }).waitFor()

  await guest.reload()
  await guest.getByRole('button', { name: en.door.join, exact: true }).click()
  await person(guest, 'Olga').waitFor()
  await useMenu(owner, en.menu.unlock)
  await guest.getByText(en.room.locked, { exact: true }).waitFor({ state: 'detached' })
})

it('[C12] removes a person, who cannot come back by the same link', async () => {
  await useOption(owner, 'Gus', en.roles.make.moderator)
  await onScreen(guest, en.roles.news.moderator.title).waitFor()
  await useOption(owner, 'Gus', en.person.remove)
  await owner.getByRole('dialog').getByRole('button', { name: en.person.removeIt, exact: true }).click()
  await guest.getByText(en.failures.removed.title).waitFor()
  expect((await guest.getByRole('status').allTextContents()).join('')).toBe('')
  await person(owner, 'Gus').waitFor({ state: 'detached' })

  await guest.goto('/')
  await guest.goto(invite)
  await guest.getByRole('heading', { name: en.over.keptOut }).waitFor()
  expect(await person(owner, 'Gus').count()).toBe(0)
})
