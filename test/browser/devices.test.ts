/** Devices that come and go, and a call that takes the sound: what a person is told, and that it comes back. */

import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, control, guestPath, join, makeRoom, onScreen } from '../support/app.ts'
import { BUILT_IN, HEADSET, plug, usePlugBoard } from '../support/plug-board.ts'
import { look, lookOnBoth, ON_DESKTOP, ON_PHONE, type Screen } from '../support/screens.ts'
import { useSharedStage } from '../support/stage.ts'

const stage = useSharedStage()

const BUILT_IN_MICROPHONE = `${BUILT_IN} Microphone`
const HEADSET_MICROPHONE = `${HEADSET} Microphone`
const HEADSET_SPEAKERS = `${HEADSET} Speakers`

/** Ann, in a room with what is built in, and Ben, who hears her. */
async function enter({ options }: Screen): Promise<Page> {
  const context = await stage.person(options)
  await usePlugBoard(context, [BUILT_IN])
  const page = await makeRoom(context, 'Rehearsal')
  await join(page, { name: 'Ann' })
  await stage.guest(await guestPath(page), 'Ben')
  await isHeard(page)
  return page
}

async function choose(page: Page, device: string): Promise<void> {
  await page.getByRole('button', { name: en.room.menu }).click()
  await page.getByRole('dialog', { name: en.room.menu }).getByRole('button', { name: en.settings.title }).click()
  const settings = page.getByRole('dialog', { name: en.settings.title })
  await settings.getByLabel(en.devices.microphone, { exact: true }).selectOption(`${device} Microphone`)
  await settings.getByLabel(en.devices.speaker, { exact: true }).selectOption(`${device} Speakers`)
  await closeOverlay(page)
  await page.waitForFunction((name) => plugBoard.open.join() === name && plugBoard.played === name, device)
}

/** Ben tells that Ann’s voice arrives. */
const isHeard = (page: Page) => onScreen(page, en.dock.heard).waitFor()

/** Closes what the page says of its devices. */
async function dismiss(page: Page): Promise<void> {
  const close = page.getByRole('main').getByRole('button', { name: en.actions.close, exact: true })
  await close.click()
  await close.waitFor({ state: 'detached' })
}

/** A call comes and goes; whoever presses the line says how. A finger on the glass is no activation yet, a mouse that goes down is. */
async function takeCall(page: Page, screen: Screen, gesture: 'click' | 'tap'): Promise<void> {
  await page.evaluate(() => plugBoard.beginCall())
  const line = page.getByRole('button', { name: en.interruption.both })
  await line.waitFor()
  await onScreen(page, en.interruption.dock).waitFor()
  await look(page, screen, 'interrupted', { byDay: true })
  await line[gesture]()
  const still = page.getByRole('button', { name: en.interruption.still })
  await still.waitFor()
  await look(page, screen, 'interrupted-still', { byDay: true })

  await page.evaluate(() => plugBoard.endCall())
  await still[gesture]()
  await still.waitFor({ state: 'detached' })
  await line.waitFor({ state: 'detached' })
  await isHeard(page)
}

/** One room for all of these tests, in the order in which they are: nobody has chosen a device before some test says so. */
describe('at a desktop', () => {
  let page: Page
  beforeAll(async () => {
    page = await enter(ON_DESKTOP)
  })

  it('a context that says it runs and does not, is started anew by itself', async () => {
    await page.evaluate(() => plugBoard.freeze())
    await page.waitForFunction(() => !plugBoard.isFrozen)
    await isHeard(page)
  })

  it('a silenced microphone: says so, and nothing more once it sounds again', async () => {
    await page.evaluate(() => plugBoard.silence(true))
    const line = page.getByRole('button', { name: en.interruption.microphone })
    await line.waitFor()
    await lookOnBoth(page, 'interrupted-microphone', { byDay: true })
    await page.evaluate(() => plugBoard.silence(false))
    await line.waitFor({ state: 'detached' })
    await isHeard(page)
  })

  it('a call: says who hears whom, and one press brings both back when it is over', () =>
    takeCall(page, ON_DESKTOP, 'click'))

  it('a headset that the system chooses: is followed where nobody chose', async () => {
    await plug(page, BUILT_IN, HEADSET)
    await page.evaluate((device) => plugBoard.choose(device), HEADSET)
    await onScreen(page, en.plugs.now(HEADSET_MICROPHONE)).waitFor()
    await isHeard(page)
    await lookOnBoth(page, 'device-followed', { byDay: true })
    expect(await page.getByRole('button', { name: en.plugs.use }).count()).toBe(0)
    await dismiss(page)
  })

  it('the only microphone, unplugged: says that there is none, and turns the next one on', async () => {
    await plug(page)
    await onScreen(page, en.failures['microphone-none'].title).waitFor()
    await lookOnBoth(page, 'device-none', { byDay: true })
    await plug(page, BUILT_IN)
    await onScreen(page, en.plugs.returned(BUILT_IN_MICROPHONE)).waitFor()
    await onScreen(page, en.failures['microphone-none'].title).waitFor({ state: 'detached' })
    await isHeard(page)
    await dismiss(page)
  })

  it('a headset that is plugged in: is offered, and used at one press', async () => {
    await choose(page, BUILT_IN)
    await plug(page, BUILT_IN, HEADSET)
    await onScreen(page, en.plugs.offered(HEADSET_MICROPHONE)).waitFor()
    await lookOnBoth(page, 'device-offered', { byDay: true })
    await page.getByRole('button', { name: en.plugs.use }).click()
    await onScreen(page, en.plugs.offered(HEADSET_MICROPHONE)).waitFor({ state: 'detached' })
    await page.waitForFunction((device) => plugBoard.open.join() === device && plugBoard.played === device, HEADSET)
    await isHeard(page)
  })

  it('a headset that is unplugged: says what is used now, to everybody, and goes back to it by itself', async () => {
    await choose(page, HEADSET)
    await plug(page, BUILT_IN)
    const lost = en.plugs.lostBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS)
    await page.getByRole('status').getByText(lost).waitFor({ state: 'attached' })
    await onScreen(page, lost).waitFor()
    await onScreen(page, en.plugs.now(BUILT_IN_MICROPHONE)).waitFor()
    await isHeard(page)
    expect(await control(page, en.dock.mute).isVisible()).toBe(true)
    await lookOnBoth(page, 'device-lost', { byDay: true })

    await plug(page, BUILT_IN, HEADSET)
    await onScreen(page, en.plugs.returnedBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS)).waitFor()
    await isHeard(page)
    await lookOnBoth(page, 'device-returned', { byDay: true })
    await dismiss(page)
    await onScreen(page, en.plugs.returnedBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS)).waitFor({ state: 'detached' })
  })
})

it('a call on a phone: one tap brings both back when it is over', async () =>
  takeCall(await enter(ON_PHONE), ON_PHONE, 'tap'))
