/** Every state of voice messages on a phone and a desktop: each is brought about, seen, and left again. */

import type { Page } from 'playwright-core'
import { it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { zh } from '../../web/i18n/zh.ts'
import { CANCEL_AT_PX } from '../../web/room/messages/hold-gesture.ts'
import {
  CLIP_WITHIN,
  clipButton,
  closePopover,
  guestPath,
  join,
  lookAtMessages,
  makeRoom,
  openLink,
  openMessages,
  showMessages,
  write,
} from '../support/app.ts'
import { SPEECH } from '../support/browser.ts'
import { addKnob, turnMicrophone } from '../support/microphones.ts'
import { look, lookOnBoth, onBoth, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import {
  answerHere,
  holdTo,
  listenTo,
  outgoing,
  reach,
  recordButton,
  recorder,
  recordTo,
  sendRecording,
  thumbOn,
  voiceMessages,
} from '../support/voice-messages.ts'

const m = en.messages
const stage = useStage()

async function callGrace(path: string): Promise<Page> {
  const grace = await openLink(await stage.person(), path)
  await join(grace, { name: 'Grace Hopper', talk: 'push' })
  return grace
}

async function holdAndCancel(page: Page, screen: Screen): Promise<void> {
  const thumb = await thumbOn(page)
  await thumb.press()
  await holdTo(page, '0:01')
  await look(page, screen, 'message-held')
  await thumb.slide(CANCEL_AT_PX, 0)
  await thumb.letGo()
}

it('recording: live, standing still, how to send, thrown away, sent and heard', async () => {
  const context = await stage.person()
  await (await makeRoom(context, 'Orchestra')).close()
  const ada = await makeRoom(context, 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  const grace = await callGrace(await guestPath(ada))
  await write(grace, 'How did bar 40 go for everybody?')
  await onBoth(ada, async (screen) => {
    if (screen.device === 'desktop') return
    await showMessages(ada, screen)
    await holdAndCancel(ada, screen)
  })
  await recordTo(ada, '0:03')
  await lookAtMessages(ada, 'message-recording', { byDay: true })
  await onBoth(ada, async (screen) => {
    if (screen.device === 'desktop') return
    await ada.getByRole('button', { name: en.actions.close }).click()
    await look(ada, screen, 'message-recording-behind')
    await openMessages(ada)
  })
  await recorder(ada).getByRole('button', { name: m.pause }).click()
  await recorder(ada).getByText(m.paused).waitFor()
  await lookAtMessages(ada, 'message-paused', { byDay: true })
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await recorder(ada).getByRole('button', { name: m.burnOptions }).click()
    await ada.getByRole('switch', { name: m.burn }).check()
    await look(ada, screen, 'message-burn-options')
    await closePopover(ada, m.burnOptions)
  })
  await recorder(ada).getByRole('button', { name: m.discardMessage }).click()
  await ada.getByRole('button', { name: m.undo }).waitFor()
  await lookAtMessages(ada, 'message-discarded')

  await recordTo(ada, '0:03')
  await sendRecording(ada)
  await voiceMessages(ada, 'Ada').getByText(m.sent, { exact: true }).waitFor(CLIP_WITHIN)
  await lookAtMessages(ada, 'message-sent')
  await clipButton(voiceMessages(grace, 'Ada').first(), en.clip.play).click()
  await voiceMessages(ada, 'Ada').getByText(en.clip.heardBy('Grace Hopper')).waitFor()
  await recordTo(grace, '0:03')
  await recorder(grace).getByRole('button', { name: m.burnOptions }).click()
  await grace.getByRole('switch', { name: m.burn }).check()
  await closePopover(grace, m.burnOptions)
  await sendRecording(grace)
  await voiceMessages(ada, 'Grace Hopper').first().waitFor(CLIP_WITHIN)
  const mine = voiceMessages(ada, 'Ada').first()
  await listenTo(mine)
  await answerHere(mine)
  await write(ada, 'This is the place I mean.')
  await answerHere(mine)
  await lookAtMessages(ada, 'messages', { byDay: true })
  await ada.getByRole('button', { name: m.noReply }).click()
  await clipButton(voiceMessages(ada, 'Grace Hopper').first(), en.clip.play).click()
  await ada.getByRole('log').getByText(m.burntForMe).waitFor()
  await lookAtMessages(ada, 'message-burnt')
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await clipButton(mine, en.clip.more).click()
    await ada.getByRole('button', { name: m.forward }).waitFor()
    await look(ada, screen, 'message-menu')
    await closePopover(ada, en.clip.more)
  })
  await clipButton(mine, en.clip.more).click()
  await ada.getByRole('button', { name: m.forward }).click()
  await ada.getByRole('button', { name: m.forwardTo('Orchestra') }).click()
  await ada.getByText(m.forwardedTo, { exact: true }).waitFor()
  await lookOnBoth(ada, 'message-forward')
})

it('recording in Chinese', async () => {
  const page = await (await stage.person({ locale: 'zh-CN' })).newPage()
  await page.goto('/')
  await page.getByRole('button', { name: zh.home.make }).click()
  await page.getByLabel(zh.door.yourName).fill('小林')
  await page.getByRole('button', { name: zh.door.join, exact: true }).click()
  await page.getByRole('button', { name: zh.dock.leave }).waitFor()
  await page.getByRole('button', { name: zh.messages.record }).press('Enter')
  const clock = page.getByRole('group', { name: zh.messages.panel }).getByText(/^0:(0[2-9]|[1-5]\d)$/)
  await clock.waitFor()
  await onBoth(page, async (screen) => {
    if (screen.device === 'phone') await page.getByRole('button', { name: zh.room.messages }).click()
    await clock.waitFor()
    await look(page, screen, 'message-recording-zh')
  })
})

it('a microphone that hears nothing: said before it is sent', async () => {
  const context = await stage.person()
  await addKnob(context, 0)
  const ada = await makeRoom(context, 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  await recordButton(ada).press('Enter')
  const warning = recorder(ada).getByText(m.warnings['no-sound'].title)
  await warning.waitFor()
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await warning.waitFor()
    await look(ada, screen, 'message-no-sound')
  })
  await turnMicrophone(ada, 1)
  await warning.waitFor({ state: 'detached' })
})

it('files: to be sent, and refused', async () => {
  const ada = await makeRoom(await stage.person(), 'Thursday rehearsal')
  await join(ada, { name: 'Ada' })
  await ada.locator('[data-file-picker]').setInputFiles([SPEECH])
  await ada.getByRole('region', { name: m.files }).waitFor()
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await ada.getByRole('region', { name: m.files }).waitFor()
    await look(ada, screen, 'message-file')
  })
  await ada.getByRole('button', { name: m.cancel, exact: true }).click()
  await ada
    .locator('[data-file-picker]')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('') })
  await ada.getByText(m.noSoundFile).first().waitFor()
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await ada.getByText(m.noSoundFile).first().waitFor()
    await look(ada, screen, 'message-file-refused')
  })
})

/** Resolves when there is one: it is loaded over the line behind the page. */
async function messagesWorker(page: Page): Promise<void> {
  const found = () => page.workers().find((worker) => worker.url().includes('messages-worker'))
  const worker = await until(found, 'the worker of the messages')
  await worker.evaluate(() => true)
}

it('a line that drops and a page that crashes: what waits, and what is offered again', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const context = await stage.person({ origin: line.origin })
    const ada = await makeRoom(context, 'Thursday rehearsal')
    await join(ada, { name: 'Ada' })
    const path = await guestPath(ada)
    await messagesWorker(ada)
    line.cut('refuse')
    await recordTo(ada, '0:03')
    await sendRecording(ada)
    await outgoing(ada).getByText(m.outgoing.waiting).waitFor()
    await lookAtMessages(ada, 'message-waiting')
    line.mend()
    await voiceMessages(ada, 'Ada').first().waitFor(CLIP_WITHIN)
    await recordButton(ada).press('Enter')
    await reach(ada, '0:03')
    await ada.close()
    const again = await openLink(context, path)
    await join(again, { name: 'Ada' })
    const draft = again.getByRole('region', { name: m.drafts })
    await draft.first().waitFor()
    await onBoth(again, async (screen) => {
      await draft.first().waitFor()
      if (screen.device === 'phone') await look(again, screen, 'message-draft-behind')
      await showMessages(again, screen)
      await draft.first().waitFor()
      await look(again, screen, 'message-draft', { byDay: true })
    })
  } finally {
    await line.close()
  }
})
