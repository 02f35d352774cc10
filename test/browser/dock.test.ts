/** The controls of my voice on a screen that has room for three columns, and hardly more. */

import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { join, makeRoom } from '../support/app.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage()

it.each([1000, 1024, 1279, 1280])('stay within the stage at %i pixels, with push to talk', async (width) => {
  const page = await makeRoom(await stage.person({ viewport: { width, height: 768 } }), 'Rehearsal')
  await join(page, { name: 'Ann', talk: 'push' })
  const controls = page.getByRole('region', { name: en.room.controls })
  await controls.getByRole('button', { name: en.dock.hold }).waitFor()
  const { x = 0, width: room = 0 } = (await controls.boundingBox()) ?? {}
  for (const button of await controls.getByRole('button').all()) {
    const box = await button.boundingBox()
    expect(box === null ? 0 : box.x + box.width).toBeLessThanOrEqual(x + room)
    expect(box?.x).toBeGreaterThanOrEqual(x)
  }
})
