/** A voice message that a closed tab left is found again from the start page. */

import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { join, makeRoom, openLink } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { look, ON_DESKTOP, onBoth } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { recordTo } from '../support/voice-messages.ts'

const m = en.messages
const stage = useStage()

it('leads from the start page to a draft', async () => {
  const context = await stage.person(ON_DESKTOP.options)
  const ann = await makeRoom(context, 'Rehearsal')
  await join(ann, { name: 'Ann' })
  await recordTo(ann, '0:02')
  const { pathname } = new URL(ann.url())
  await ann.close()

  const start = await openLink(context, '/')
  const drafts = start.getByRole('region', { name: m.drafts })
  const way = drafts.getByRole('link', { name: /^A voice message of \d seconds? was not sent\..+Rehearsal/ })
  await way.waitFor()
  await onBoth(start, async (screen) => {
    await look(start, screen, 'start-draft', { byDay: true })
    expect.soft(await complaints(start), screen.device).toEqual([])
    await start.emulateMedia({ colorScheme: 'light' })
    expect.soft(await complaints(start), `${screen.device}, by day`).toEqual([])
    await start.emulateMedia({ colorScheme: 'dark' })
  })
  await way.focus()
  await start.keyboard.press('Enter')
  await start.getByRole('button', { name: en.door.join, exact: true }).waitFor()
  expect(start.url()).toContain(pathname)
})
