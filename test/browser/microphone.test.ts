/** Each way in which a microphone is not to be had is told apart, with what to do about it, and leaves a way in. */

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { control, makeRoom } from '../support/app.ts'
import { breakMicrophone, makeInsecure, makeOld } from '../support/microphones.ts'
import { lookOnBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

async function showsAdvice(page: Page, code: keyof typeof en.failures): Promise<void> {
  const advice = page.getByRole('alert')
  await advice.getByText(en.failures[code].title).waitFor()
  await advice.getByText(en.failures[code].text).waitFor()
}

it('refused: says where to allow it, and works once it is allowed', async () => {
  const context = await stage.person({ allowsMicrophone: false })
  const page = await makeRoom(context, 'Rehearsal')
  await page.getByRole('button', { name: en.devices.turnOn }).waitFor()
  await lookOnBoth(page, 'door-microphone-off')
  await page.getByRole('button', { name: en.devices.turnOn }).click()
  await showsAdvice(page, 'microphone-refused')
  await lookOnBoth(page, 'door-microphone-refused')

  await context.grantPermissions(['microphone'], { origin: stage.server.origin })
  await page.getByRole('button', { name: en.actions.tryAgain }).click()
  await page.getByText(en.devices.works).waitFor()
  await lookOnBoth(page, 'door')
})

it('refused: lets people in who only listen and write', async () => {
  const page = await makeRoom(await stage.person({ allowsMicrophone: false }), 'Rehearsal')
  await page.getByLabel(en.door.yourName).fill('Lin')
  await page.getByRole('button', { name: en.door.joinSilently }).click()
  await control(page, en.dock.leave).waitFor()
  await page.getByText(en.dock.noMicrophone).waitFor()
  await lookOnBoth(page, 'room-without-microphone')
})

it.each([
  ['none', 'NotFoundError', 'microphone-none'],
  ['busy', 'NotReadableError', 'microphone-busy'],
] as const)('%s: says so', async (state, exception, code) => {
  const context = await stage.person()
  await breakMicrophone(context, exception)
  const page = await makeRoom(context, 'Rehearsal')
  await showsAdvice(page, code)
  await lookOnBoth(page, `door-microphone-${state}`)
})

it('insecure page: says how to open it instead', async () => {
  const context = await stage.person()
  await makeInsecure(context)
  const page = await makeRoom(context, 'Rehearsal')
  await showsAdvice(page, 'page-insecure')
  await lookOnBoth(page, 'door-page-insecure')
})

it('unsupported browser: says which ones do', async () => {
  const context = await stage.person()
  await makeOld(context)
  const page = await makeRoom(context, 'Rehearsal')
  await showsAdvice(page, 'browser-unsupported')
  expect(await page.getByRole('button', { name: en.door.join, exact: true }).isDisabled()).toBe(true)
  await lookOnBoth(page, 'door-browser-unsupported')
})
