/** Voice messages that come through: a page that crashes, a line that drops, a thumb that slips. */

import { expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { CANCEL_AT_PX, LOCK_AT_PX } from '../../web/room/messages/hold-gesture.ts'
import { CLIP_WITHIN, guestPath, join, makeRoom, message, openLink, openMessages } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { PHONE } from '../support/browser.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { outgoing, recorder, recordTo, sendRecording, thumbOn, voiceMessages } from '../support/voice-messages.ts'

const m = en.messages
const stage = useStage()

it('offers what a crash left, to be listened to, sent or thrown away', async () => {
  const context = await stage.person()
  const ann = await makeRoom(context, 'Rehearsal')
  await join(ann, { name: 'Ann' })
  const path = await guestPath(ann)
  const ben = await openLink(await stage.person(), path)
  await join(ben, { name: 'Ben', talk: 'push' })
  await recordTo(ann, '0:04')
  const debugging = await context.newCDPSession(ann)
  debugging.send('Page.crash').catch(() => undefined) // it never answers: that was its end
  await ann.waitForEvent('crash')

  const again = await openLink(context, path)
  await join(again, { name: 'Ann' })
  const draft = again.getByRole('region', { name: m.drafts })
  await draft.getByText(/^A message of 0:0[34] was not sent\.$/).waitFor()
  expect(await complaints(again), 'a draft').toEqual([])
  await draft.getByRole('button', { name: new RegExp(`^${m.listen}`) }).click()
  await draft.getByRole('button', { name: new RegExp(`^${m.pauseListening}:`) }).waitFor()
  await draft.getByRole('button', { name: m.discard, exact: true }).click()
  await draft.waitFor({ state: 'detached' })
  await again.getByRole('button', { name: m.undo }).click()
  await draft.getByRole('button', { name: m.send, exact: true }).click()
  await voiceMessages(ben, 'Ann').first().waitFor(CLIP_WITHIN)
  await draft.waitFor({ state: 'detached' })
})

it('sends by itself what was recorded and sent without a line, once it is back', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const ann = await makeRoom(await stage.person({ origin: line.origin }), 'Rehearsal')
    await join(ann, { name: 'Ann' })
    const ben = await openLink(await stage.person(), await guestPath(ann))
    await join(ben, { name: 'Ben', talk: 'push' })
    line.cut('refuse')
    await ann.getByText(en.lines.reconnecting).first().waitFor()
    await recordTo(ann, '0:03')
    await sendRecording(ann)
    await outgoing(ann).getByText(m.outgoing.waiting).waitFor()
    expect(await complaints(ann), 'a message that waits').toEqual([])
    line.mend()
    await voiceMessages(ben, 'Ann').first().waitFor(CLIP_WITHIN)
    await voiceMessages(ann, 'Ann').first().waitFor(CLIP_WITHIN)
    await outgoing(ann).waitFor({ state: 'detached' })
  } finally {
    await line.close()
  }
})

it('sends from the start page what was sent without a line in a tab that was closed', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const context = await stage.person({ origin: line.origin })
    const ann = await makeRoom(context, 'Rehearsal')
    await join(ann, { name: 'Ann' })
    const ben = await openLink(await stage.person(), await guestPath(ann))
    await join(ben, { name: 'Ben', talk: 'push' })
    line.cut('refuse')
    await ann.getByText(en.lines.reconnecting).first().waitFor()
    await recordTo(ann, '0:03')
    await sendRecording(ann)
    await outgoing(ann).getByText(m.outgoing.waiting).waitFor()
    await ann.close()
    line.mend()
    await openLink(context, '/')
    await voiceMessages(ben, 'Ann').first().waitFor(CLIP_WITHIN)
    expect(await voiceMessages(ben, 'Ann').count()).toBe(1)
  } finally {
    await line.close()
  }
})

it('follows a thumb: slid aside it throws away, up it goes on by itself, let go it sends', async () => {
  const ann = await makeRoom(await stage.person({ viewport: PHONE, hasTouch: true, isMobile: true }), 'Rehearsal')
  await join(ann, { name: 'Ann' })
  const ben = await openLink(await stage.person(), await guestPath(ann))
  await join(ben, { name: 'Ben', talk: 'push' })
  await openMessages(ann)
  const thumb = await thumbOn(ann)

  await thumb.press()
  await ann.getByText(m.deaf, { exact: true }).waitFor()
  await ann.getByText('0:01', { exact: true }).waitFor()
  expect(await complaints(ann), 'a thumb on the button').toEqual([])
  await thumb.slide(CANCEL_AT_PX, 0)
  await thumb.letGo()
  await ann.getByRole('button', { name: m.undo }).waitFor()

  await thumb.press()
  await ann.getByText('0:01', { exact: true }).waitFor()
  await thumb.slide(0, LOCK_AT_PX)
  await thumb.letGo()
  await recorder(ann).getByText('0:02', { exact: true }).waitFor()
  await recorder(ann).getByRole('button', { name: m.discardMessage }).click()

  await thumb.press()
  await ann.getByText('0:02', { exact: true }).waitFor()
  await thumb.letGo()
  await voiceMessages(ben, 'Ann').first().waitFor(CLIP_WITHIN)
  expect(await voiceMessages(ben, 'Ann').count()).toBe(1)
  expect(await message(ben, m.kind).count()).toBe(1)
})
