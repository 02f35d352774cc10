/** Every state of kept talk on a phone and a desktop: each is brought about, seen, and left again. */

import type { BrowserContext, Locator, Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { zh } from '../../web/i18n/zh.ts'
import {
  answerKeeping,
  CLIP_WITHIN,
  clipButton,
  clips,
  closeOverlay,
  control,
  guestPath,
  join,
  liveTalk,
  makeRoom,
  onScreen,
  openLink,
  openMessages,
  person,
  useMenu,
  write,
} from '../support/app.ts'
import { Member } from '../support/member.ts'
import { requestToken } from '../support/room.ts'
import { look, SCREENS, type Screen } from '../support/screens.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()

/** A guest without a browser, who has not agreed to be kept. */
async function guest(path: string, name: string): Promise<Member> {
  const { origin } = stage.server
  const [room = '', secret = ''] = path.replace('/r/', '').split('#')
  return Member.join({ origin, room, token: await requestToken(origin, room, secret), name, pings: true })
}

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
  await liveTalk(speaker, name)
    .getByText(/^0:0[2-9]/)
    .waitFor()
  await control(speaker, en.dock.mute).click()
  await clips(speaker, name)
    .nth(count - 1)
    .waitFor(CLIP_WITHIN)
}

async function showMessages(page: Page, { device }: Screen): Promise<void> {
  if (device === 'phone') await openMessages(page)
}

async function hideMessages(page: Page, { device }: Screen): Promise<void> {
  if (device === 'phone') await closeOverlay(page)
}

/** Ada's own: on a phone the timeline is behind the button of the messages. */
async function sayBehindSheet(ada: Page, screen: Screen): Promise<void> {
  await control(ada, en.dock.unmute).click()
  await person(ada, 'Ada').getByText(en.keeping.mineKept).waitFor()
  await showMessages(ada, screen)
  await liveTalk(ada, 'Ada').getByText('0:02').waitFor()
  await hideMessages(ada, screen)
  await control(ada, en.dock.mute).click()
  await showMessages(ada, screen)
  await clips(ada, 'Ada').first().waitFor(CLIP_WITHIN)
  await hideMessages(ada, screen)
}

const more = (page: Page): Locator => clipButton(clips(page, 'Grace Hopper').last(), en.clip.more)

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

describe.each(SCREENS)('$device', (screen) => {
  it('a room that keeps: made, asked, empty, spoken in, with clips, and one of them deleted', async () => {
    const context = await stage.person(screen.options)
    const home = await openLink(context, '/')
    await home.getByRole('switch', { name: en.keeping.title }).check()
    await look(home, screen, 'home-keeps', { byDay: true })
    await home.close()

    const ada = await makeRoom(context, 'Thursday rehearsal', { keeps: true })
    await join(ada, { name: 'Ada' })
    const path = await guestPath(ada)
    const noor = await guest(path, 'Noor')
    await person(ada, 'Noor').getByText(en.keeping.notKept).waitFor()
    await ada.getByRole('region', { name: en.keeping.title }).waitFor()
    await look(ada, screen, 'keep-question', { byDay: true })
    await control(ada, en.dock.mute).click()
    await answerKeeping(ada, 'yes')
    await showMessages(ada, screen)
    await ada.getByText(en.clip.empty).waitFor()
    await look(ada, screen, 'clips-empty')
    await hideMessages(ada, screen)

    const grace = await callGrace(path)
    await say(grace, 'Grace Hopper', 1)
    await write(grace, 'That was bar 40. Once more?')
    await sayBehindSheet(ada, screen)
    await showMessages(ada, screen)
    await control(grace, en.dock.unmute).click()
    await liveTalk(ada, 'Grace Hopper').getByText('0:02').waitFor()
    await clipButton(clips(ada, 'Grace Hopper').first(), en.clip.play).click()
    await clips(ada, 'Grace Hopper')
      .first()
      .getByText(/^0:0[1-9] \//)
      .waitFor()
    await look(ada, screen, 'clips', { byDay: true })
    await clipButton(liveTalk(ada, 'Grace Hopper'), en.clip.fromStart).click()
    await liveTalk(ada, 'Grace Hopper')
      .getByText(/^0:0[1-9]$/)
      .first()
      .waitFor()
    await look(ada, screen, 'clip-live')
    await control(grace, en.dock.mute).click()
    await clips(ada, 'Grace Hopper').nth(1).getByText(en.clip.heardBy('Ada')).waitFor(CLIP_WITHIN)

    await more(ada).click()
    await ada.getByRole('dialog', { name: en.clip.more }).getByText(en.clip.heardByTitle).waitFor()
    await look(ada, screen, 'clip-menu')
    await ada.getByRole('button', { name: en.clip.delete }).click()
    await ada.getByRole('dialog', { name: en.clip.deleteTitle }).waitFor()
    await look(ada, screen, 'clip-delete')
    await ada.getByRole('button', { name: en.clip.deleteIt }).click()
    await ada.getByText(en.clip.deletedBy('Ada', 1)).waitFor()
    await look(ada, screen, 'clip-deleted')

    if (screen.device === 'phone') {
      await clipButton(clips(ada, 'Grace Hopper').first(), en.clip.play).click()
      await clipButton(clips(ada, 'Grace Hopper').first(), en.clip.pause).waitFor()
      await closeOverlay(ada)
      await onScreen(ada, en.clip.nowPlaying('Grace Hopper')).waitFor()
      await look(ada, screen, 'clip-playing')
    }
    await noor.close()
  })

  it('what an owner of it can do: see clips that are stuck, and change how long they are kept', async () => {
    const context = await stage.person(screen.options)
    await haveStuck(context, 2)
    const ada = await makeRoom(context, 'Thursday rehearsal', { keeps: true })
    await join(ada, { name: 'Ada' })
    await answerKeeping(ada, 'no')
    await ada.getByRole('button', { name: en.room.menu }).click()
    await ada.getByText(en.keeping.stuck(2)).waitFor()
    await look(ada, screen, 'clips-stuck')
    await ada.keyboard.press('Escape')
    await ada.getByRole('button', { name: en.keeping.mark(30) }).click()
    await ada.getByRole('switch', { name: en.keeping.mine }).waitFor()
    await look(ada, screen, 'kept-mark')
    await ada.keyboard.press('Escape')
    await useMenu(ada, en.keeping.menuOn)
    await ada.getByRole('button', { name: en.keeping.stop }).waitFor()
    await look(ada, screen, 'room-keeping')
  })

  it('a line that drops: what I said waits here, on the screen, at the end and at the door', async () => {
    const line = await startTcpProxy(stage.server.port)
    try {
      const context = await stage.person({ ...screen.options, origin: line.origin })
      const ada = await makeRoom(context, 'Thursday rehearsal', { keeps: true })
      await join(ada, { name: 'Ada' })
      await control(ada, en.dock.mute).click()
      await answerKeeping(ada, 'yes')
      await sayBehindSheet(ada, screen)
      await control(ada, en.dock.unmute).click()
      line.cut('refuse')
      await onScreen(ada, en.keeping.unkept(3)).waitFor()
      await look(ada, screen, 'unkept')
      await showMessages(ada, screen)
      await clipButton(clips(ada, 'Ada').first(), en.clip.play).click()
      await clips(ada, 'Ada').first().getByText(en.clip.offline).waitFor()
      await look(ada, screen, 'clip-offline')
      await hideMessages(ada, screen)
      await control(ada, en.dock.leave).click()
      await ada.getByText(en.keeping.leftBehindFailed).waitFor()
      await look(ada, screen, 'left-with-unkept')

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
      await look(ada, screen, 'door-left-behind')
      letGo()
      await ada.getByText(en.keeping.leftBehindSent).waitFor()
    } finally {
      await line.close()
    }
  })

  it('in Chinese and light', async () => {
    const context = await stage.person({ ...screen.options, locale: 'zh-CN', colorScheme: 'light' })
    const page = await openLink(context, '/')
    await page.getByRole('switch', { name: zh.keeping.title }).check()
    await look(page, screen, 'home-keeps-zh')
    await page.getByRole('button', { name: zh.home.make }).click()
    await page.getByLabel(zh.door.yourName).fill('林小雨')
    await page.getByRole('button', { name: zh.door.join, exact: true }).click()
    await page.getByRole('region', { name: zh.keeping.title }).waitFor()
    await look(page, screen, 'keep-question-zh')
    const controls = page.getByRole('region', { name: zh.room.controls }).getByRole('button')
    await controls.filter({ hasText: zh.dock.mute }).click()
    await page.getByRole('button', { name: zh.keeping.yes, exact: true }).click()
    await controls.filter({ hasText: zh.dock.unmute }).click()
    if (screen.device === 'phone') await controls.filter({ hasText: zh.room.messages }).click()
    await page
      .getByRole('listitem', { name: zh.clip.liveOf('林小雨') })
      .getByText('0:02')
      .waitFor()
    await look(page, screen, 'clip-live-zh')
    if (screen.device === 'phone') await closeOverlay(page)
    await controls.filter({ hasText: zh.dock.mute }).click()
    if (screen.device === 'phone') await controls.filter({ hasText: zh.room.messages }).click()
    const clip = page.getByRole('listitem', { name: new RegExp(`^${zh.clip.of('林小雨', '')}`) })
    await clip.getByRole('button', { name: new RegExp(`^${zh.clip.more}`) }).click()
    await page.getByText(zh.clip.heardByNobody).waitFor()
    await look(page, screen, 'clip-menu-zh')
  })
})
