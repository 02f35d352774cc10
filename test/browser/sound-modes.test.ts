/** What people choose for their sound in the settings, and what the others hear of it. */

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, guestPath, join, makeRoom, openLink, useMenu } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { addKnob, turnMicrophone } from '../support/microphones.ts'
import { useStage } from '../support/stage.ts'
import { askedLast, growEars, leaning, playInStereo } from '../support/stereo.ts'

const w = en.sound
const POLLING = { interval: 250, timeout: 30_000 }
const stage = useStage()

/** The settings, open in the room. */
async function openSettings(page: Page) {
  await useMenu(page, en.menu.settings)
  return page.getByRole('dialog', { name: en.settings.title })
}

it('music is heard in two channels, and nothing is done to it', async () => {
  const player = await stage.person()
  const audience = await stage.person()
  await playInStereo(player)
  await growEars(audience)
  const piano = await makeRoom(player, 'Concert')
  await join(piano, { name: 'Clara' })
  expect(await askedLast(piano)).toMatchObject({ echoCancellation: { ideal: 'all' }, noiseSuppression: true })
  const settings = await openSettings(piano)
  await settings.getByRole('switch', { name: w.music }).check()
  expect(await settings.getByText(w.noise, { exact: true }).count()).toBe(0)
  expect.soft(await complaints(piano)).toEqual([])
  await closeOverlay(piano)
  await expect
    .poll(() => askedLast(piano), POLLING)
    .toMatchObject({
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: 2,
    })

  const hall = await openLink(audience, await guestPath(piano))
  await join(hall, { name: 'Robert', talk: 'push' })
  await expect.poll(async () => (await leaning(hall)).left, POLLING).toBeGreaterThan(20)
  await expect.poll(async () => (await leaning(hall)).right, POLLING).toBeLessThan(-20)
})

it('stronger noise reduction is loaded when it is chosen, under the page’s own policy, and the voice goes on', async () => {
  const context = await stage.person({ bypassCSP: false })
  const refused: string[] = []
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text())
  })
  await addKnob(context, 0)
  const page = await makeRoom(context, 'Beside the road')
  const loaded: string[] = []
  page.on('response', (response) => {
    if (response.ok() && response.url().endsWith('.wasm')) loaded.push(new URL(response.url()).pathname)
  })
  await join(page, { name: 'Ada' })
  const settings = await openSettings(page)
  await settings.getByText(en.devices.saySomething).waitFor()
  expect(loaded).toEqual([])
  await settings.getByRole('radio', { name: w.noises.stronger }).check()
  await expect.poll(() => loaded, POLLING).toMatchObject([expect.stringContaining('rnnoise')])
  await settings.getByText(en.devices.saySomething).waitFor()
  const speak = async () => {
    await turnMicrophone(page, 1) // the one that is open by now
    return settings.getByText(en.devices.works).isVisible()
  }
  await expect.poll(speak, POLLING).toBe(true)
  expect.soft(await complaints(page)).toEqual([])
  expect(refused).toEqual([])
})
