/** Devices that come and go, and a call that takes the sound: what a person is told, and that it comes back. */

import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, control, guestPath, join, makeRoom, onScreen, openLink, person } from '../support/app.ts'
import { BUILT_IN, HEADSET, plug, usePlugBoard } from '../support/plug-board.ts'
import { look, SCREENS, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

const BUILT_IN_MICROPHONE = `${BUILT_IN} Microphone`
const HEADSET_MICROPHONE = `${HEADSET} Microphone`
const HEADSET_SPEAKERS = `${HEADSET} Speakers`

/** Somebody in a room with these devices, and Ben, who hears them. */
async function enter({ options }: Screen, plugged: readonly string[]): Promise<{ page: Page; ben: Page }> {
  const context = await stage.person(options)
  await usePlugBoard(context, plugged)
  const page = await makeRoom(context, 'Rehearsal')
  await join(page, { name: 'Ann' })
  const ben = await openLink(await stage.person(), await guestPath(page))
  await join(ben, { name: 'Ben', talk: 'push' })
  await person(page, 'Ben').waitFor()
  return { page, ben }
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

/** Ben sees that Ann’s voice arrives. */
const isHeard = (page: Page) => onScreen(page, en.dock.heard).waitFor()

/** As people do it there. A finger on the glass is no activation yet, a mouse that goes down is. */
const press = ({ options }: Screen, button: Locator) => (options.hasTouch ? button.tap() : button.click())

const close = (page: Page) => page.getByRole('button', { name: en.actions.close, exact: true })

describe.each(SCREENS)('$device', (screen) => {
  it('a headset that is unplugged: says what is used now, and goes back to it by itself', async () => {
    const { page } = await enter(screen, [BUILT_IN, HEADSET])
    await choose(page, HEADSET)
    await plug(page, BUILT_IN)
    await onScreen(page, en.plugs.lostBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS)).waitFor()
    await onScreen(page, en.plugs.now(BUILT_IN_MICROPHONE)).waitFor()
    await isHeard(page)
    await look(page, screen, 'device-lost', { byDay: true })

    await plug(page, BUILT_IN, HEADSET)
    await onScreen(page, en.plugs.returnedBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS)).waitFor()
    await isHeard(page)
    await look(page, screen, 'device-returned', { byDay: true })
    await close(page).click()
    await onScreen(page, en.plugs.returnedBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS)).waitFor({ state: 'detached' })
  })

  it('the only microphone, unplugged: says that there is none, and turns the next one on', async () => {
    const { page } = await enter(screen, [BUILT_IN])
    await plug(page)
    await onScreen(page, en.failures['microphone-none'].title).waitFor()
    await look(page, screen, 'device-none', { byDay: true })
    await plug(page, HEADSET)
    await onScreen(page, en.plugs.returned(HEADSET_MICROPHONE)).waitFor()
    await onScreen(page, en.failures['microphone-none'].title).waitFor({ state: 'detached' })
    await isHeard(page)
  })

  it('a headset that is plugged in: is offered, and used at one tap', async () => {
    const { page } = await enter(screen, [BUILT_IN])
    await choose(page, BUILT_IN)
    await plug(page, BUILT_IN, HEADSET)
    await onScreen(page, en.plugs.offered(HEADSET_MICROPHONE)).waitFor()
    await look(page, screen, 'device-offered', { byDay: true })
    await page.getByRole('button', { name: en.plugs.use }).click()
    await onScreen(page, en.plugs.offered(HEADSET_MICROPHONE)).waitFor({ state: 'detached' })
    await page.waitForFunction((device) => plugBoard.open.join() === device, HEADSET)
    await isHeard(page)
  })

  it('a headset that the system chooses: is followed where nobody chose', async () => {
    const { page } = await enter(screen, [BUILT_IN])
    await plug(page, BUILT_IN, HEADSET)
    await page.evaluate((device) => plugBoard.choose(device), HEADSET)
    await onScreen(page, en.plugs.now(HEADSET_MICROPHONE)).waitFor()
    await isHeard(page)
    await look(page, screen, 'device-followed', { byDay: true })
    expect(await page.getByRole('button', { name: en.plugs.use }).count()).toBe(0)
  })

  it('a call: says who hears whom, and one tap brings both back when it is over', async () => {
    const { page } = await enter(screen, [BUILT_IN])
    await page.evaluate(() => plugBoard.beginCall())
    const line = page.getByRole('button', { name: en.interruption.both })
    await line.waitFor()
    await onScreen(page, en.interruption.dock).waitFor()
    await look(page, screen, 'interrupted', { byDay: true })
    await press(screen, line)
    const still = page.getByRole('button', { name: en.interruption.still })
    await still.waitFor()
    await look(page, screen, 'interrupted-still', { byDay: true })

    await page.evaluate(() => plugBoard.endCall())
    await press(screen, still)
    await still.waitFor({ state: 'detached' })
    await line.waitFor({ state: 'detached' })
    await isHeard(page)
  })

  it('a silenced microphone: says so, and nothing more once it sounds again', async () => {
    const { page } = await enter(screen, [BUILT_IN])
    await page.evaluate(() => plugBoard.silence(true))
    const line = page.getByRole('button', { name: en.interruption.microphone })
    await line.waitFor()
    await look(page, screen, 'interrupted-microphone', { byDay: true })
    await page.evaluate(() => plugBoard.silence(false))
    await line.waitFor({ state: 'detached' })
    await isHeard(page)
  })

  it('a context that says it runs and does not, is started anew by itself', async () => {
    const { page } = await enter(screen, [BUILT_IN])
    await isHeard(page)
    await page.evaluate(() => plugBoard.freeze())
    await page.waitForFunction(() => !plugBoard.isFrozen)
    await isHeard(page)
  })
})

it('says the same to those who do not see it', async () => {
  const [screen] = SCREENS
  if (screen === undefined) throw new Error('No screen to look at.')
  const { page } = await enter(screen, [BUILT_IN, HEADSET])
  await choose(page, HEADSET)
  await plug(page, BUILT_IN)
  await page
    .getByRole('status')
    .getByText(en.plugs.lostBoth(HEADSET_MICROPHONE, HEADSET_SPEAKERS))
    .waitFor({ state: 'attached' })
  expect(await control(page, en.dock.mute).isVisible()).toBe(true)
})
