/**
 * The doors of a room, on a desktop and on a phone: invites of every kind, who listens and asks to speak, who is kept out,
 * one person on two devices, and the end. Each state is brought about by hands, seen, and looked at by axe.
 */

import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  closeOverlay,
  control,
  guestPath,
  join,
  makeRoom,
  onScreen,
  openLink,
  person,
  useMenu,
} from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { type LookOptions, look, onBoth, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name, exact: true })
const button = (within: Page | Locator, name: string): Locator => within.getByRole('button', { name, exact: true })
const options = (page: Page, name: string) => button(page, en.room.optionsFor(name)).click()

/** What is there, is there for everybody: the words and roles are the same on both screens, so axe looks at one. */
async function seeOn(screen: Screen, page: Page, state: string, options?: LookOptions): Promise<void> {
  await look(page, screen, state, options)
  if (screen.device === 'desktop') expect.soft(await complaints(page), state).toEqual([])
}

const see = (page: Page, state: string, options?: LookOptions): Promise<void> =>
  onBoth(page, (screen) => seeOn(screen, page, state, options))

/** Through the door of somebody who comes to listen. */
async function joinListening(context: BrowserContext, path: string, name: string): Promise<Page> {
  const page = await openLink(context, path)
  await page.getByText(en.door.leadListener).waitFor()
  await page.getByLabel(en.door.yourName).fill(name)
  await button(page, en.door.join).click()
  await control(page, en.dock.leave).waitFor()
  return page
}

/** The owner's dialogs, from the menu to the link of a new invite for one who listens. */
async function inviteListener(ada: Page): Promise<string> {
  await useMenu(ada, en.invites.menu)
  await dialog(ada, en.invites.title).getByText(en.invites.usual).waitFor()
  await see(ada, 'invites')
  await button(ada, en.invites.new).click()
  const making = dialog(ada, en.invites.new)
  await making.getByText(en.roles.listener, { exact: true }).click()
  await making.getByText(en.invites.day, { exact: true }).click()
  await making.getByLabel(en.invites.people).fill('3')
  await making.getByLabel(en.invites.label).fill('Parents’ evening')
  await see(ada, 'invite-new')
  await button(making, en.invites.makeIt).click()
  const ready = dialog(ada, en.invites.title)
  const link = await ready.getByRole('textbox', { name: en.invite.link }).inputValue()
  await ready.getByRole('listitem').filter({ hasText: 'Parents’ evening' }).waitFor()
  await see(ada, 'invite-ready', { byDay: true })
  await closeOverlay(ada)
  return link.replace(stage.server.origin, '')
}

it('[C39] [C42] listens by an invite, asks to speak, is heard, and runs the room', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const noor = await stage.guest(await guestPath(ada), 'Noor')
  const path = await inviteListener(ada)
  const grace = await joinListening(await stage.person(), path, 'Grace Hopper')
  await control(grace, en.dock.mute).waitFor({ state: 'detached' })
  await onScreen(grace, en.hand.listening).waitFor()
  await see(grace, 'listener')

  noor.send({ type: 'hand', raised: true })
  await person(ada, 'Noor').getByText(en.hand.raised).waitFor()
  await control(grace, en.hand.raise).click()
  await onScreen(grace, en.hand.waiting).waitFor()
  await grace.keyboard.press('h')
  await onScreen(grace, en.hand.waiting).waitFor({ state: 'detached' })
  await grace.keyboard.press('h')
  await onScreen(grace, en.hand.waiting).waitFor()
  await person(ada, 'Grace Hopper').getByText(en.hand.raised).waitFor()
  await onBoth(ada, async (screen) => {
    const inTurn = await ada.getByRole('list', { name: en.room.people }).getByRole('listitem').allTextContents()
    expect(inTurn.map((words) => words.match(/Noor|Grace|Ada/)?.[0])).toEqual(['Noor', 'Grace', 'Ada'])
    await seeOn(screen, ada, 'hands', { byDay: true })
    await options(ada, 'Grace Hopper')
    await button(ada, en.hand.lowerTheirs).waitFor()
    await seeOn(screen, ada, 'person-hand')
    await closeOverlay(ada)
  })

  await options(ada, 'Grace Hopper')
  // The second click of whoever clicks twice is for nothing: it must not make them a moderator.
  await ada.getByRole('button', { name: en.hand.letSpeakHint }).dblclick()
  await ada.getByRole('dialog').waitFor({ state: 'detached' })
  await onScreen(grace, en.roles.news.speaker.title).waitFor()
  await see(grace, 'role-speaker')
  await button(grace.getByRole('main'), en.devices.turnOn).first().click()
  await onScreen(grace, en.dock.heard).waitFor()
  await person(ada, 'Grace Hopper').getByText(en.hand.raised).waitFor({ state: 'detached' })

  await onScreen(grace, en.roles.news.moderator.title).waitFor({ state: 'detached' })
  await options(ada, 'Grace Hopper')
  await ada.getByRole('button', { name: en.roles.make.moderator }).click()
  await onScreen(grace, en.roles.news.moderator.title).waitFor()
  await options(grace, 'Noor')
  await grace.getByRole('button', { name: en.hand.lowerTheirs }).click()
  await person(ada, 'Noor').getByText(en.hand.raised).waitFor({ state: 'detached' })
  await onBoth(grace, async (screen) => {
    await options(grace, 'Noor')
    await seeOn(screen, grace, 'person-for-moderator')
    await closeOverlay(grace)
  })
})

it('[C12] switches an invite off: who is in stays, and nobody comes by it any more', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const path = await guestPath(ada)
  await stage.guest(path, 'Noor')
  await person(ada, 'Noor').waitFor()
  await useMenu(ada, en.invites.menu)
  const speakers = dialog(ada, en.invites.title).getByRole('listitem').filter({ hasText: en.invites.usual })
  await speakers.getByText('Noor').waitFor()
  await button(speakers, en.invites.revokeOf(en.roles.speaker)).click()
  await dialog(ada, en.invites.revokeTitle).waitFor()
  await see(ada, 'invite-revoke')
  await button(ada, en.invites.revokeIt).click()
  await ada.getByText(en.invites.closed(1)).click()
  await see(ada, 'invites-closed')
  await closeOverlay(ada)
  await button(ada, en.invite.copy).waitFor({ state: 'detached' })
  expect(await person(ada, 'Noor').count()).toBe(1)

  const late = await openLink(await stage.person(), path)
  await late.getByRole('heading', { name: en.failures['invite-revoked'].title }).waitFor()
  await see(late, 'invite-revoked')
})

it('[C12] keeps somebody out, with newcomers from where they are, and lets them in again', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const path = await guestPath(ada)
  const noor = await stage.guest(path, 'Noor')
  await options(ada, 'Noor')
  await ada.getByRole('button', { name: en.person.remove }).click()
  await ada.getByRole('switch', { name: en.person.banToo }).check()
  await see(ada, 'person-remove')
  await button(ada, en.person.removeIt).click()
  await person(ada, 'Noor').waitFor({ state: 'detached' })
  expect(noor.closed?.code ?? 4460).toBe(4460)

  const near = await openLink(await stage.person(), path)
  await near.getByRole('heading', { name: en.over.keptOut }).waitFor()
  await see(near, 'kept-out-page')

  await useMenu(ada, en.keptOut.menu)
  const line = dialog(ada, en.keptOut.title).getByRole('listitem').filter({ hasText: 'Noor' })
  await line.getByText(en.keptOut.network('')).waitFor()
  await see(ada, 'kept-out')
  await ada.getByRole('button', { name: en.keptOut.letIn }).click()
  await ada.getByText(en.keptOut.nobody).waitFor()
  await near.getByRole('button', { name: en.actions.tryAgain }).click()
  await near.getByLabel(en.door.yourName).fill('Somebody near')
  await button(near, en.door.join).click()
  await person(near, 'Ada').waitFor()
})

it('[C41] talks on one device at a time, and is shown once', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const context = await stage.person()
  const first = await openLink(context, await guestPath(ada))
  await join(first, { name: 'Grace Hopper' })
  const second = await openLink(context, await guestPath(ada))
  await button(second, en.door.join).click()
  await onScreen(first, en.elsewhere.talking).waitFor()
  await person(ada, 'Grace Hopper').waitFor()
  expect(await person(ada, 'Grace Hopper').count()).toBe(1)
  expect(await person(first, 'Grace Hopper').count()).toBe(1)
  await see(first, 'aside', { byDay: true })
  await button(first, en.elsewhere.here).click()
  await onScreen(second, en.elsewhere.talking).waitFor()
  await onScreen(first, en.dock.heard).waitFor()
  await control(first, en.dock.leave).click()
  await onScreen(second, en.elsewhere.gone).waitFor()
})

it('[C12] ends for everybody, who can come back; and is deleted for ever', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const grace = await openLink(await stage.person(), await guestPath(ada))
  await join(grace, { name: 'Grace Hopper' })
  await useMenu(ada, en.ending.menu)
  await dialog(ada, en.ending.title).waitFor()
  await see(ada, 'end-for-all')
  await button(ada, en.ending.endIt).click()
  await grace.getByRole('heading', { name: en.failures.ended.title }).waitFor()
  await see(grace, 'ended')
  await ada.getByRole('heading', { name: en.over.ended }).waitFor()
  await see(ada, 'ended-by-me')
  for (const page of [ada, grace]) {
    await button(page, en.over.again).click()
    await button(page, en.door.join).click()
  }
  await person(grace, 'Ada').waitFor()

  await useMenu(ada, en.deleting.menu)
  const asks = dialog(ada, en.deleting.title)
  await asks.getByLabel(en.deleting.typeName).fill('Thursday rehearsa')
  expect(await button(asks, en.deleting.deleteIt).isDisabled()).toBe(true)
  await asks.getByLabel(en.deleting.typeName).fill('thursday rehearsal')
  await see(ada, 'delete-room')
  await button(asks, en.deleting.deleteIt).click()
  await ada.getByRole('heading', { name: en.over.deleted }).waitFor()
  await see(ada, 'deleted-by-me')
  await grace.getByRole('heading', { name: en.failures['room-deleted'].title }).waitFor()
  await see(grace, 'room-deleted')
})
