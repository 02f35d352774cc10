/** Voice messages that come through: a page that crashes, a line that drops, a thumb that slips. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { CANCEL_AT_PX, LOCK_AT_PX } from '../../web/room/messages/hold-gesture.ts'
import { CLIP_WITHIN, guestPath, join, makeRoom, message, openLink, openMessages } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { ON_PHONE } from '../support/screens.ts'
import { useSharedStage } from '../support/stage.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import {
  holdTo,
  outgoing,
  reach,
  recorder,
  recordTo,
  sendRecording,
  thumbOn,
  voiceMessages,
} from '../support/voice-messages.ts'

const m = en.messages
const stage = useSharedStage()
let line: TcpProxy
/** Of Ann, who is behind a line that drops. */
let anns: BrowserContext
let ann: Page
let ben: Page
let path: string

/** One room for all of these tests, in the order in which they are: Ann records, and Ben gets what she sends. */
beforeAll(async () => {
  line = await startTcpProxy(stage.server.port)
  anns = await stage.person({ origin: line.origin })
  ann = await makeRoom(anns, 'Rehearsal')
  await join(ann, { name: 'Ann' })
  path = await guestPath(ann)
  ben = await openLink(await stage.person(), path)
  await join(ben, { name: 'Ben', talk: 'push' })
})
afterAll(() => line.close())

it('offers what a crash left, to be listened to, sent or thrown away', async () => {
  await recordTo(ann, '0:04')
  const debugging = await anns.newCDPSession(ann)
  debugging.send('Page.crash').catch(() => undefined) // it never answers: that was its end
  await ann.waitForEvent('crash')
  await ann.close()

  ann = await openLink(anns, path)
  await join(ann, { name: 'Ann' })
  const draft = ann.getByRole('region', { name: m.drafts })
  await draft.getByText(/^A message of 0:0[34] was not sent\.$/).waitFor()
  expect(await complaints(ann), 'a draft').toEqual([])
  await draft.getByRole('button', { name: new RegExp(`^${m.listen}`) }).click()
  await draft.getByRole('button', { name: new RegExp(`^${m.pauseListening}:`) }).waitFor()
  await draft.getByRole('button', { name: m.discard, exact: true }).click()
  await draft.waitFor({ state: 'detached' })
  await ann.getByRole('button', { name: m.undo }).click()
  await draft.getByRole('button', { name: m.burnOptions }).click()
  await ann.getByRole('switch', { name: m.burn }).check()
  await ann.keyboard.press('Escape')
  await draft.getByText(m.burnChosen(7)).waitFor()
  await draft.getByRole('button', { name: m.send, exact: true }).click()
  await voiceMessages(ben, 'Ann').first().getByText(m.burnsUntil('')).waitFor(CLIP_WITHIN)
  await draft.waitFor({ state: 'detached' })
})

it('goes on with what a closed tab left, by key, in the very same recorder', async () => {
  await recordTo(ann, '0:03')
  await ann.close()
  ann = await openLink(anns, path)
  await join(ann, { name: 'Ann' })
  const draft = ann.getByRole('region', { name: m.drafts })
  await draft.getByRole('button', { name: m.resume, exact: true }).press('Enter')
  await recorder(ann).getByRole('button', { name: m.pause }).waitFor()
  expect(await recorder(ann).evaluate((panel) => panel === document.activeElement)).toBe(true)
  await draft.waitFor({ state: 'detached' })
  await reach(ann, '0:06')
  await ann.keyboard.press(' ')
  await recorder(ann).getByText(m.paused).waitFor()
  await recorder(ann)
    .getByRole('button', { name: new RegExp(`^${m.listen}: Your message, 0:0[6-9]$`) })
    .waitFor()
  expect(await complaints(ann), 'a draft that was gone on with').toEqual([])
  await ann.keyboard.press('Escape')
  await ann.getByRole('button', { name: m.undo }).click()
  await sendRecording(ann)
  const said = voiceMessages(ben, 'Ann').nth(1)
  await said.waitFor(CLIP_WITHIN)
  await said.getByText(/^0:(0[6-9]|[1-5]\d)$/).waitFor()
})

/** Ann says something and sends it, while there is no line. */
async function sendWithoutLine(): Promise<void> {
  line.cut('refuse')
  await ann.getByText(en.lines.reconnecting).first().waitFor()
  await recordTo(ann, '0:03')
  await sendRecording(ann)
  await outgoing(ann).getByText(m.outgoing.waiting).waitFor()
}

it('sends by itself what was recorded and sent without a line, once it is back', async () => {
  await sendWithoutLine()
  expect(await complaints(ann), 'a message that waits').toEqual([])
  line.mend()
  await voiceMessages(ben, 'Ann').nth(2).waitFor(CLIP_WITHIN)
  await voiceMessages(ann, 'Ann').nth(2).waitFor(CLIP_WITHIN)
  await outgoing(ann).waitFor({ state: 'detached' })
})

/** A tab that was closed goes on for a moment, and might send it itself with the line that is back. */
async function nobodyHasItInHand(): Promise<void> {
  const page = await anns.newPage()
  await page.route('**/empty', (route) => route.fulfill({ contentType: 'text/html', body: '' }))
  await page.goto('/empty')
  const held = () => page.evaluate(async () => (await navigator.locks.query()).held?.length)
  await until(async () => (await held()) === 0, 'the closed tab to let go')
  await page.close()
}

it('sends from the start page what was sent without a line in a tab that was closed', async () => {
  await sendWithoutLine()
  await ann.close()
  await nobodyHasItInHand()
  line.mend()
  await openLink(anns, '/')
  await voiceMessages(ben, 'Ann').nth(3).waitFor(CLIP_WITHIN)
  expect(await voiceMessages(ben, 'Ann').count()).toBe(4)
})

it('follows a thumb: slid aside it throws away, up it goes on by itself, let go it sends', async () => {
  const amy = await openLink(await stage.person(ON_PHONE.options), path)
  await join(amy, { name: 'Amy' })
  await openMessages(amy)
  const thumb = await thumbOn(amy)

  await thumb.press()
  await amy.getByText(m.deaf, { exact: true }).waitFor()
  await holdTo(amy, '0:01')
  expect(await complaints(amy), 'a thumb on the button').toEqual([])
  await thumb.slide(CANCEL_AT_PX, 0)
  await thumb.letGo()
  await amy.getByRole('button', { name: m.undo }).waitFor()

  await thumb.press()
  await holdTo(amy, '0:01')
  await thumb.slide(0, LOCK_AT_PX)
  await thumb.letGo()
  await reach(amy, '0:02')
  await recorder(amy).getByRole('button', { name: m.discardMessage }).click()
  await recorder(amy).waitFor({ state: 'detached' }) // before that there is no button to press

  await thumb.press()
  await holdTo(amy, '0:02')
  await thumb.letGo()
  await voiceMessages(ben, 'Amy').first().waitFor(CLIP_WITHIN)
  expect(await voiceMessages(ben, 'Amy').count()).toBe(1)
  expect(await message(ben, m.kind).count()).toBe(5)
})
