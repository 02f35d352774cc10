/** A server that is killed and started again, as two people in a room live through it. */

import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { guestPath, join, makeRoom, message, onScreen, openLink, person, write } from '../support/app.ts'
import { useStage } from '../support/stage.ts'

const stage = useStage({ crashes: true })

it('[R8] has its members back by themselves, with nothing written lost or doubled', async () => {
  const ann = await makeRoom(await stage.person(), 'Rehearsal')
  await join(ann, { name: 'Ann' })
  const ben = await openLink(await stage.person(), await guestPath(ann))
  await join(ben, { name: 'Ben' })
  await write(ann, 'Before the fall')
  await message(ben, 'Before the fall').waitFor()

  await stage.crash()
  await onScreen(ann, en.lines.reconnecting).waitFor()
  await write(ann, 'While it was down')
  await stage.recover()

  await onScreen(ann, en.lines.reconnecting).waitFor({ state: 'detached' })
  await person(ben, 'Ann').getByText(en.room.reconnecting).waitFor({ state: 'detached' })
  await message(ben, 'While it was down').waitFor()
  for (const page of [ann, ben]) {
    expect(await message(page, 'Before the fall').count()).toBe(1)
    expect(await message(page, 'While it was down').count()).toBe(1)
    expect(await person(page, 'Ann').count()).toBeGreaterThan(0)
    expect(await person(page, 'Ben').count()).toBeGreaterThan(0)
  }
})
