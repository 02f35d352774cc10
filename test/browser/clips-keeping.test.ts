/** A room that keeps what is said: who is asked, who is kept, who switches it; and what waits while the line is down. */

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  answerKeeping,
  CLIP_WITHIN,
  clipButton,
  clips,
  control,
  guestPath,
  join,
  liveTalk,
  makeRoom,
  message,
  onScreen,
  openLink,
  person,
  useMenu,
} from '../support/app.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'

const stage = useStage()
const question = (page: Page) => page.getByRole('region', { name: en.keeping.title })

describe('a room that keeps what is said', () => {
  it('asks everybody, keeps nobody before, remembers the answer, and lets who declined think again', async () => {
    const context = await stage.person()
    const ann = await makeRoom(context, 'Rehearsal', { keeps: true })
    await join(ann, { name: 'Ann' })
    await question(ann).getByText(en.keeping.ask(30)).waitFor()
    await ann.getByRole('button', { name: en.keeping.mark(30) }).waitFor()
    await person(ann, 'Ann').getByText(en.keeping.notKept).waitFor()
    expect(await liveTalk(ann, 'Ann').count()).toBe(0)
    await answerKeeping(ann, 'yes')
    await person(ann, 'Ann').getByText(en.keeping.mineKept).waitFor()
    await liveTalk(ann, 'Ann').waitFor()

    const ben = await openLink(await stage.person(), await guestPath(ann))
    await join(ben, { name: 'Ben' })
    await answerKeeping(ben, 'no')
    await person(ann, 'Ben').getByText(en.keeping.notKept).waitFor()
    await onScreen(ben, en.dock.heard).waitFor()
    expect(await liveTalk(ann, 'Ben').count()).toBe(0)
    await ben.getByRole('button', { name: en.keeping.mark(30) }).click()
    await ben.getByRole('switch', { name: en.keeping.mine }).check()
    await liveTalk(ann, 'Ben').waitFor()
    await person(ann, 'Ben').getByText(en.keeping.notKept).waitFor({ state: 'detached' })

    await ann.reload()
    await ann.getByRole('button', { name: en.door.join, exact: true }).click()
    await person(ann, 'Ann').getByText(en.keeping.mineKept).waitFor()
    expect(await question(ann).count()).toBe(0)
  })

  it('is switched on and off by its owner, who is named in the log; and everybody is asked', async () => {
    const ann = await makeRoom(await stage.person(), 'Rehearsal')
    await join(ann, { name: 'Ann' })
    const ben = await openLink(await stage.person(), await guestPath(ann))
    await join(ben, { name: 'Ben', talk: 'push' })
    await useMenu(ann, en.keeping.menu)
    await ann.getByRole('radio', { name: en.keeping.days(7) }).check({ force: true })
    await ann.getByRole('button', { name: en.keeping.start }).click()
    for (const page of [ann, ben]) {
      await question(page).getByText(en.keeping.ask(7)).waitFor()
      await message(page, en.timeline.moderation.keep('Ann', '', { days: 7 })).waitFor()
    }
    await useMenu(ann, en.keeping.menuOn)
    await ann.getByRole('button', { name: en.keeping.stop }).click()
    await question(ben).waitFor({ state: 'detached' })
    await message(ben, en.timeline.moderation.unkeep('Ann', '')).waitFor()
  })
})

it('says what waits while the line is down, and that a clip cannot be played', async () => {
  const line = await startTcpProxy(stage.server.port)
  try {
    const ann = await makeRoom(await stage.person({ origin: line.origin }), 'Rehearsal', { keeps: true })
    await join(ann, { name: 'Ann' })
    await control(ann, en.dock.mute).click()
    await answerKeeping(ann, 'yes')
    await control(ann, en.dock.unmute).click()
    await liveTalk(ann, 'Ann')
      .getByText(/^0:0[2-9]$/)
      .waitFor()
    await control(ann, en.dock.mute).click()
    await clips(ann, 'Ann').waitFor(CLIP_WITHIN)
    await control(ann, en.dock.unmute).click()
    await liveTalk(ann, 'Ann').waitFor()
    line.cut('refuse')
    await onScreen(ann, en.keeping.unkept(3)).waitFor()
    await clipButton(clips(ann, 'Ann').first(), en.clip.play).click()
    await clips(ann, 'Ann').first().getByText(en.clip.offline).waitFor()
    line.mend()
    await ann.getByText(/of what you said wait/).waitFor({ state: 'detached', timeout: 30_000 })
    await clipButton(clips(ann, 'Ann').first(), en.clip.play).click()
    await clipButton(clips(ann, 'Ann').first(), en.clip.pause).waitFor()
  } finally {
    await line.close()
  }
})
