/** Every state of kept talk on a phone and a desktop: each is brought about, seen, and left again. */

import type { BrowserContext, Page } from 'playwright-core'
import { it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { zh } from '../../web/i18n/zh.ts'
import {
  answerKeeping,
  CLIP_WITHIN,
  clipButton,
  clips,
  closeOverlay,
  closePopover,
  control,
  guestPath,
  join,
  liveTalk,
  lookAtMessages,
  makeRoom,
  onScreen,
  openLink,
  person,
  showMessages,
  useMenu,
  write,
} from '../support/app.ts'
import { look, lookOnBoth, onBoth, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()

/** Grace, who has agreed, and is muted until she has something to say. */
async function callGrace(path: string): Promise<Page> {
  const grace = await openLink(await stage.person(), path)
  await join(grace, { name: 'Grace Hopper' })
  await control(grace, en.dock.mute).click()
  await answerKeeping(grace, 'yes')
  return grace
}

/** Two seconds of somebody, to the clip. */
async function say(speaker: Page, name: string, count: number): Promise<void> {
  await control(speaker, en.dock.unmute).click()
  // A machine that is too busy may have broken it in two.
  await liveTalk(speaker, name)
    .last()
    .getByText(/^0:(0[2-9]|[1-5]\d)/)
    .waitFor()
  await control(speaker, en.dock.mute).click()
  await clips(speaker, name)
    .nth(count - 1)
    .waitFor(CLIP_WITHIN)
}

/** The room's answers to an owner who asks what could not be stored. */
async function haveStuck(context: BrowserContext, count: number): Promise<void> {
  const item = (clip: number) => ({
    clip: String(clip).padStart(22, 'A'),
    by: { person: 'guest:1', name: 'Grace Hopper' },
    startedAtMs: 0,
    durationMs: 1000,
    state: 'sealed',
    attempts: 12,
    nextAttemptAtMs: null,
    failure: 'storage',
  })
  const stuck = Array.from({ length: count }, (_, index) => item(index))
  await context.route('**/outbox', (route) => route.fulfill({ json: { waiting: [], stuck } }))
}

it('a room that keeps: made, asked, empty, spoken in, with clips, and one of them deleted', async () => {
  const ada = await openLink(await stage.person(), '/')
  await ada.getByRole('switch', { name: en.keeping.title }).check()
  await lookOnBoth(ada, 'home-keeps', { byDay: true })
  await ada.getByLabel(en.home.roomName).fill('Thursday rehearsal')
  await ada.getByRole('button', { name: en.home.make }).click()

  await join(ada, { name: 'Ada' })
  const path = await guestPath(ada)
  await stage.guest(path, 'Noor')
  await person(ada, 'Noor').getByText(en.keeping.notKept).waitFor()
  await ada.getByRole('region', { name: en.keeping.title }).waitFor()
  await lookOnBoth(ada, 'keep-question', { byDay: true })
  await control(ada, en.dock.mute).click()
  await answerKeeping(ada, 'yes')
  await ada.getByText(en.clip.empty).waitFor()
  await lookAtMessages(ada, 'clips-empty')

  const grace = await callGrace(path)
  await say(grace, 'Grace Hopper', 1)
  await write(grace, 'That was bar 40. Once more?')
  await control(ada, en.dock.unmute).click()
  await person(ada, 'Ada').getByText(en.keeping.mineKept).waitFor()
  await control(ada, en.dock.mute).click()
  await say(ada, 'Ada', 1)
  await control(grace, en.dock.unmute).click()
  await liveTalk(ada, 'Grace Hopper')
    .getByText(/^0:(0[2-9]|[1-5]\d)/)
    .waitFor()
  const [first, second] = [clips(ada, 'Grace Hopper').first(), clips(ada, 'Grace Hopper').nth(1)]
  await clipButton(first, en.clip.play).click()
  await first.getByText(/^0:0[1-9] \//).waitFor()
  await lookAtMessages(ada, 'clips', { byDay: true })
  await clipButton(liveTalk(ada, 'Grace Hopper'), en.clip.fromStart).click()
  await liveTalk(ada, 'Grace Hopper')
    .getByText(/^0:0[1-9]$/)
    .first()
    .waitFor()
  await lookAtMessages(ada, 'clip-live')
  await control(grace, en.dock.mute).click()
  await second.waitFor(CLIP_WITHIN)
  // It may be long by now, and is heard when it has sounded to its end; so the short one is listened to whole.
  await clipButton(first, en.clip.play).click()
  await first.getByText(en.clip.new).waitFor({ state: 'detached' })

  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await clipButton(first, en.clip.more).click()
    await ada.getByRole('dialog', { name: en.clip.more }).getByText(en.clip.heardByTitle).waitFor()
    await look(ada, screen, 'clip-menu')
    await closePopover(ada, en.clip.more)
  })
  await clipButton(second, en.clip.more).click()
  await ada.getByRole('button', { name: en.clip.delete }).click()
  await ada.getByRole('dialog', { name: en.clip.deleteTitle }).waitFor()
  await lookOnBoth(ada, 'clip-delete')
  await ada.getByRole('button', { name: en.clip.deleteIt }).click()
  await ada.getByText(en.clip.deletedByOther('Ada')).waitFor()
  // The log may tell of it before the answer that closes the question.
  await ada.getByRole('dialog', { name: en.clip.deleteTitle }).waitFor({ state: 'detached' })
  await lookAtMessages(ada, 'clip-deleted')

  await onBoth(ada, async (screen) => {
    if (screen.device === 'desktop') return
    await showMessages(ada, screen)
    await clipButton(first, en.clip.play).click()
    await clipButton(first, en.clip.pause).waitFor()
    await closeOverlay(ada)
    await onScreen(ada, en.clip.nowPlaying('Grace Hopper')).waitFor()
    await look(ada, screen, 'clip-playing')
  })
})

it('what an owner of it can do: see clips that are stuck, and change how long they are kept', async () => {
  const context = await stage.person()
  await haveStuck(context, 2)
  const ada = await makeRoom(context, 'Thursday rehearsal', { keeps: true })
  await join(ada, { name: 'Ada' })
  await answerKeeping(ada, 'no')
  await ada.getByRole('button', { name: en.room.menu }).click()
  await ada.getByText(en.keeping.stuck(2)).waitFor()
  await lookOnBoth(ada, 'clips-stuck')
  await ada.keyboard.press('Escape')
  await ada.getByRole('button', { name: en.keeping.mark(30) }).click()
  await ada.getByRole('switch', { name: en.keeping.mine }).waitFor()
  await lookOnBoth(ada, 'kept-mark')
  await ada.keyboard.press('Escape')
  await useMenu(ada, en.keeping.menuOn)
  await ada.getByRole('button', { name: en.keeping.stop }).waitFor()
  await lookOnBoth(ada, 'room-keeping')
})

it('a line that drops: what I said waits here, on the screen, at the end and at the door', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const context = await stage.person({ origin: line.origin })
    const ada = await makeRoom(context, 'Thursday rehearsal', { keeps: true })
    await join(ada, { name: 'Ada' })
    await control(ada, en.dock.mute).click()
    await answerKeeping(ada, 'yes')
    await say(ada, 'Ada', 1)
    await control(ada, en.dock.unmute).click()
    line.cut('refuse')
    await onScreen(ada, en.keeping.unkept(3)).waitFor()
    await lookOnBoth(ada, 'unkept')
    await clipButton(clips(ada, 'Ada').first(), en.clip.play).click()
    await clips(ada, 'Ada').first().getByText(en.clip.offline).waitFor()
    await lookAtMessages(ada, 'clip-offline')
    await control(ada, en.dock.leave).click()
    await ada.getByText(en.keeping.leftBehindFailed).waitFor()
    await lookOnBoth(ada, 'left-with-unkept')

    line.mend()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await context.route('**/talk?*', async (route) => {
      await held
      await route.continue()
    })
    await ada.reload()
    await ada.getByText(en.keeping.leftBehindSending).waitFor()
    await lookOnBoth(ada, 'door-left-behind')
    letGo()
    await ada.getByText(en.keeping.leftBehindSent).waitFor()
  } finally {
    await line.close()
  }
})

it('in Chinese and light', async () => {
  const context = await stage.person({ locale: 'zh-CN', colorScheme: 'light' })
  const page = await openLink(context, '/')
  await page.getByRole('switch', { name: zh.keeping.title }).check()
  await lookOnBoth(page, 'home-keeps-zh')
  await page.getByRole('button', { name: zh.home.make }).click()
  await page.getByLabel(zh.door.yourName).fill('林小雨')
  await page.getByRole('button', { name: zh.door.join, exact: true }).click()
  await page.getByRole('region', { name: zh.keeping.title }).waitFor()
  await lookOnBoth(page, 'keep-question-zh')
  const controls = page.getByRole('region', { name: zh.room.controls }).getByRole('button')
  const showMessages = async (screen: Screen) => {
    const sheet = page.getByRole('dialog', { name: zh.room.messages })
    if (screen.device === 'phone' && (await sheet.count()) === 0)
      await controls.filter({ hasText: zh.room.messages }).click()
  }
  await controls.filter({ hasText: zh.dock.mute }).click()
  await page.getByRole('button', { name: zh.keeping.yes, exact: true }).click()
  await controls.filter({ hasText: zh.dock.unmute }).click()
  await page
    .getByRole('listitem', { name: zh.clip.liveOf('林小雨') })
    .getByText(/^0:0[2-9]$/)
    .waitFor()
  await onBoth(page, async (screen) => {
    await showMessages(screen)
    await look(page, screen, 'clip-live-zh')
  })
  await controls.filter({ hasText: zh.dock.mute }).click()
  const clip = page.getByRole('listitem', { name: new RegExp(`^${zh.clip.of('林小雨', '')}`) })
  await clip.waitFor(CLIP_WITHIN)
  await onBoth(page, async (screen) => {
    await showMessages(screen)
    await clip.getByRole('button', { name: new RegExp(`^${zh.clip.more}`) }).click()
    await page.getByText(zh.clip.heardByNobody).waitFor()
    await look(page, screen, 'clip-menu-zh')
    await closePopover(page, zh.clip.more)
  })
})
