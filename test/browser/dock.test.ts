/** The controls of my voice on a screen that has room for three columns, and hardly more. */

import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { join, makeRoom } from '../support/app.ts'
import { useSharedStage } from '../support/stage.ts'

const stage = useSharedStage()
let page: Page

beforeAll(async () => {
  page = await makeRoom(await stage.person(), 'Rehearsal')
  await join(page, { name: 'Ann', talk: 'push' })
})

it.each([1000, 1024, 1279, 1280])('stay within the stage at %i pixels, with push to talk', async (width) => {
  await page.setViewportSize({ width, height: 768 })
  await page.waitForFunction((width) => document.documentElement.clientWidth === width, width)
  const controls = page.getByRole('region', { name: en.room.controls })
  await controls.getByRole('button', { name: en.dock.hold }).waitFor()
  const { x = 0, width: room = 0 } = (await controls.boundingBox()) ?? {}
  const buttons = await controls.getByRole('button').all()
  expect(buttons.length).toBeGreaterThan(3)
  for (const button of buttons) {
    const box = await button.boundingBox()
    expect(box === null ? 0 : box.x + box.width).toBeLessThanOrEqual(x + room)
    expect(box?.x).toBeGreaterThanOrEqual(x)
  }
})
