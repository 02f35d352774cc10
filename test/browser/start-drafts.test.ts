/** A voice message that a closed tab left is found again from the start page. */

import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { join, makeRoom, openLink, openMessages } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { DESKTOP, PHONE } from '../support/browser.ts'
import { look, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { recordTo } from '../support/voice-messages.ts'

const m = en.messages
const LOOKS: readonly Screen[] = [
  { device: 'desktop', options: { viewport: DESKTOP, colorScheme: 'dark' } },
  { device: 'phone', options: { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: 'light' } },
]

const stage = useStage()

it.each(LOOKS)('leads from the start page to a draft on a $device', async (screen) => {
  const context = await stage.person(screen.options)
  const ann = await makeRoom(context, 'Rehearsal')
  await join(ann, { name: 'Ann' })
  if (screen.device === 'phone') await openMessages(ann)
  await recordTo(ann, '0:02')
  const { pathname } = new URL(ann.url())
  await ann.close()

  const start = await openLink(context, '/')
  const drafts = start.getByRole('region', { name: m.drafts })
  const way = drafts.getByRole('link', { name: /^A voice message of \d seconds? was not sent\..+Rehearsal/ })
  await way.waitFor()
  expect(await complaints(start), 'a draft on the start page').toEqual([])
  await look(start, screen, 'start-draft', { byDay: screen.device === 'desktop' })
  await way.focus()
  await start.keyboard.press('Enter')
  await start.getByRole('button', { name: en.door.join, exact: true }).waitFor()
  expect(start.url()).toContain(pathname)
})
