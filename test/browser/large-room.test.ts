/** What a person sees of a room in which not everybody is heard, not everybody hears, and not everybody is named. */

import type { Locator, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { EarshotApi } from '../../src/client/index.ts'
import { MAX_NAMED } from '../../src/protocol/limits.ts'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, join, onScreen, openLink, person } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import type { PersonOptions } from '../support/browser.ts'
import { HallSite } from '../support/hall-site.ts'
import { Member, type MemberOptions } from '../support/member.ts'
import { look, lookOnBoth, onBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { type Talker, talk } from '../support/talker.ts'

/** Loud enough to keep the only place against whatever the microphone says. */
const LOUD = 5
const LISTENERS = Array.from({ length: 811 }, (_, index) => `Listener ${index + 1}`)

const stage = useStage()
const members: Member[] = []
const talkers: Talker[] = []
const halls: HallSite[] = []
afterEach(async () => {
  for (const talker of talkers.splice(0)) talker.stop()
  for (const member of members.splice(0)) {
    member.fallSilent()
    member.send({ type: 'leave' })
  }
  for (const hall of halls.splice(0)) await hall.close()
})

/** A room, its guests' link, and a way for members without a browser into it. */
async function makeRoom(settings: { name: string; maxSpeakers?: number }) {
  const { origin } = stage.server
  const api = new EarshotApi(origin)
  const { room, guestSecret: secret } = await api.createRoom(settings)
  const enter = async (options: Partial<MemberOptions> = {}) => {
    const { token } = await api.requestToken({ room: room.id, secret })
    const member = await Member.join({ origin, room: room.id, token, pings: true, ...options })
    members.push(member)
    return member
  }
  return { path: `/r/${room.id}#${secret}`, enter }
}

async function visit(path: string, options: Partial<PersonOptions> = {}): Promise<Page> {
  const page = await openLink(await stage.person(options), path)
  await join(page, { name: 'Ada' })
  return page
}

const controls = (page: Page) => page.getByRole('region', { name: en.room.controls })

it('[W23] I speak while as many others do as are heard at a time, until one of them pauses', async () => {
  const { path, enter } = await makeRoom({ name: 'One at a time', maxSpeakers: 1 })
  const grace = await enter({ name: 'Grace Hopper' })
  talkers.push(await talk(grace, () => LOUD))
  const page = await visit(path)
  await onScreen(page, en.lines.notHeard).waitFor()
  await onScreen(page, en.lines.notHeardText(1)).waitFor()
  await controls(page).getByText(en.dock.notHeard).waitFor()
  await onBoth(page, async (screen) => {
    await look(page, screen, 'not-heard', { byDay: true })
    expect.soft(await complaints(page), screen.device).toEqual([])
  })
  talkers.pop()?.stop()
  await onScreen(page, en.lines.notHeard).waitFor({ state: 'detached' })
  await onScreen(page, en.dock.heard).waitFor()
})

it('[C31] I speak, and somebody’s line stands still', async () => {
  const { path, enter } = await makeRoom({ name: 'Thursday rehearsal' })
  await enter({ name: 'Grace Hopper' })
  const noor = await enter({ name: 'Noor' })
  await enter({ name: '林小雨' })
  const page = await visit(path)
  await person(page, 'Noor').waitFor()
  expect(await page.getByText(en.room.missesMe).count()).toBe(0)
  noor.fallSilent()
  await person(page, 'Noor').getByText(en.room.missesMe).waitFor()
  expect(await person(page, 'Grace Hopper').getByText(en.room.missesMe).count()).toBe(0)
  await onBoth(page, async (screen) => {
    await look(page, screen, 'does-not-hear-me', { byDay: true })
    await page.getByRole('button', { name: en.room.optionsFor('Noor') }).click()
    await page.getByRole('dialog', { name: 'Noor' }).getByText(en.person.missesMe).waitFor()
    await page.keyboard.press('Escape')
  })
  noor.keepLine()
  await page.getByText(en.room.missesMe).first().waitFor({ state: 'detached' })
})

it('[C32, C33] more are here than are named, and I look through them by keyboard', async () => {
  const hall = await HallSite.start(stage.server.port, LISTENERS)
  halls.push(hall)
  const { path } = await makeRoom({ name: 'Town hall' })
  await lookThrough(await visit(path, { origin: hall.site.origin }))
})

it('[C32] an owner has their powers over whoever listens', async () => {
  const hall = await HallSite.start(stage.server.port, LISTENERS, 'owner')
  halls.push(hall)
  const { path } = await makeRoom({ name: 'Town hall' })
  const page = await visit(path, { origin: hall.site.origin })
  await page.getByRole('button', { name: en.everybody.show }).click()
  const everybody = page.getByRole('dialog', { name: en.everybody.title })
  await turnTo(everybody, 'Listener 200')
  await everybody.getByRole('button', { name: en.room.optionsFor('Listener 200') }).click()
  const panel = page.getByRole('dialog', { name: 'Listener 200' })
  await panel.getByRole('button', { name: en.person.silence }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await everybody.isVisible()).toBe(true)
  await everybody.getByRole('button', { name: en.room.optionsFor('Listener 200') }).click()
  await panel.getByRole('button', { name: en.person.remove }).click()
  await page.getByRole('dialog', { name: en.person.removeTitle('Listener 200') }).waitFor()
})

/** Turns pages until somebody is listed. */
async function turnTo(everybody: Locator, name: string): Promise<void> {
  const status = everybody.getByRole('status')
  const listed = everybody.getByRole('listitem')
  await status.filter({ hasText: '1–' }).waitFor()
  for (let seen = 0; (await listed.filter({ hasText: name }).count()) === 0; ) {
    seen += await listed.count()
    await everybody.getByRole('button', { name: en.everybody.next }).click()
    await status.filter({ hasText: `${seen + 1}–` }).waitFor()
  }
}

/** Opens the list of everybody and turns its pages with Enter, to the last, which has myself. */
async function lookThrough(page: Page): Promise<void> {
  const everybody = LISTENERS.length + 1
  await page.getByText(en.everybody.audience(LISTENERS.length - MAX_NAMED)).waitFor()
  await lookOnBoth(page, 'large-room', { byDay: true })
  await page.getByRole('button', { name: en.everybody.show }).press('Enter')
  const dialog = page.getByRole('dialog', { name: en.everybody.title })
  const status = dialog.getByRole('status')
  const listed = dialog.getByRole('listitem')
  await status.filter({ hasText: `of ${everybody}` }).waitFor()
  await onBoth(page, async (screen) => {
    await look(page, screen, 'everyone-here', { byDay: true })
    expect.soft(await complaints(page), screen.device).toEqual([])
  })
  let seen = await listed.count()
  const next = dialog.getByRole('button', { name: en.everybody.next })
  await next.focus()
  while ((await next.getAttribute('aria-disabled')) === 'false') {
    await page.keyboard.press('Enter')
    await status.filter({ hasText: `${seen + 1}–` }).waitFor()
    seen += await listed.count()
  }
  expect(seen).toBe(everybody)
  expect(await next.evaluate((button) => button === document.activeElement)).toBe(true)
  await listed.filter({ hasText: 'Ada' }).getByText(en.room.you).waitFor()
  await closeOverlay(page)
}
