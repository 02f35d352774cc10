/** Each way in which a microphone is not to be had is told apart, with what to do about it, and leaves a way in. */

import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { control, makeRoom } from '../support/app.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

/** Makes `getUserMedia` fail as a browser does (W3C Media Capture §10.3.6); the exceptions' names are all that differs. */
async function breakMicrophone(context: BrowserContext, exception: string): Promise<void> {
  await context.addInitScript((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name))
  }, exception)
}

async function turnOnMicrophone(page: Page): Promise<void> {
  await page.getByRole('button', { name: en.devices.turnOn }).click()
}

const showsAdvice = async (page: Page, code: keyof typeof en.failures) => {
  const advice = page.getByRole('alert')
  await advice.getByText(en.failures[code].title).waitFor()
  await advice.getByText(en.failures[code].text).waitFor()
}

it('refused: says where to allow it, and works once it is allowed', async () => {
  const context = await stage.person({ allowsMicrophone: false })
  const page = await makeRoom(context, 'Rehearsal')
  await turnOnMicrophone(page)
  await showsAdvice(page, 'microphone-refused')

  await context.grantPermissions(['microphone'], { origin: stage.server.origin })
  await page.getByRole('button', { name: en.actions.tryAgain }).click()
  await page.getByText(en.devices.works).waitFor()
})

it('refused: lets people in who only listen and write', async () => {
  const page = await makeRoom(await stage.person({ allowsMicrophone: false }), 'Rehearsal')
  await page.getByLabel(en.door.yourName).fill('Lin')
  await page.getByRole('button', { name: en.door.joinSilently }).click()
  await control(page, en.dock.leave).waitFor()
  await page.getByText(en.dock.noMicrophone).waitFor()
})

it.each([
  ['none', 'NotFoundError', 'microphone-none'],
  ['busy', 'NotReadableError', 'microphone-busy'],
] as const)('%s: says so', async (_state, exception, code) => {
  const context = await stage.person()
  await breakMicrophone(context, exception)
  const page = await makeRoom(context, 'Rehearsal')
  await showsAdvice(page, code)
})

it('insecure page: says how to open it instead', async () => {
  const context = await stage.person()
  await context.addInitScript(() => {
    Object.defineProperty(globalThis, 'isSecureContext', { value: false })
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined })
  })
  await showsAdvice(await makeRoom(context, 'Rehearsal'), 'page-insecure')
})

it('unsupported browser: says which ones do', async () => {
  const context = await stage.person()
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'AudioWorkletNode')
  })
  const page = await makeRoom(context, 'Rehearsal')
  await showsAdvice(page, 'browser-unsupported')
  expect(await page.getByRole('button', { name: en.door.join, exact: true }).isDisabled()).toBe(true)
})
