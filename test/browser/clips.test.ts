/** All that can be done with a clip: it is played, searched, sped up, saved, deleted. */

import { readFileSync } from 'node:fs'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
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
  message,
  openLink,
} from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { Stage } from '../support/stage.ts'
import { until } from '../support/until.ts'

const stage = new Stage()
beforeAll(() => stage.open())
afterAll(() => stage.close())

describe('clips', () => {
  let ann: Page
  let ben: Page

  /**
   * One room for all of these tests, in the order in which they are: Ann has said two things, some three seconds each, of
   * which nobody has heard anything. She answers before she speaks: her clips have their beginning.
   */
  beforeAll(async () => {
    ann = await makeRoom(await stage.person(), 'Rehearsal', { keeps: true })
    await join(ann, { name: 'Ann' })
    await control(ann, en.dock.mute).click()
    await answerKeeping(ann, 'yes')
    // The page's own content policy holds for Ben: no tap and no axe at his.
    ben = await openLink(await stage.person({ bypassCSP: false }), await guestPath(ann))
    await join(ben, { name: 'Ben', talk: 'push' })
    await answerKeeping(ben, 'no')
    await talkFor3s(1)
    await talkFor3s(2)
  })
  afterAll(() => stage.clear())

  /** Ann talks and then mutes, which ends the talk: she has `count` clips then. */
  async function talkFor3s(count: number): Promise<void> {
    await control(ann, en.dock.unmute).click()
    await liveTalk(ben, 'Ann')
      .getByText(/^0:0[3-9]$/)
      .waitFor()
    await control(ann, en.dock.mute).click()
    await clips(ben, 'Ann')
      .nth(count - 1)
      .waitFor(CLIP_WITHIN)
    await liveTalk(ben, 'Ann').waitFor({ state: 'detached' })
  }

  const position = (clip: Locator) => clip.getByRole('slider')
  const seconds = async (clip: Locator) => Number(await position(clip).getAttribute('aria-valuenow'))
  const goTo = async (clip: Locator, share: number) => {
    const { width = 0 } = (await position(clip).boundingBox()) ?? {}
    await position(clip).click({ position: { x: width * share, y: 10 } })
  }
  const lengthOf = async (clip: Locator) => Number(await position(clip).getAttribute('aria-valuemax'))

  it('are saved as they were stored, and in the other container', async () => {
    await clipButton(clips(ben, 'Ann').first(), en.clip.more).click()
    const menu = ben.getByRole('dialog', { name: en.clip.more })
    await menu.getByText(en.clip.heardByNobody).waitFor()
    for (const [hint, magic, at] of [
      [en.clip.downloadHint, 'OggS', 0],
      [en.clip.downloadMp4Hint, 'ftyp', 4],
    ] as const) {
      const coming = ben.waitForEvent('download')
      await menu.getByRole('button', { name: hint }).click()
      const file = readFileSync(await (await coming).path())
      expect(file.subarray(at, at + 4).toString('latin1')).toBe(magic)
    }
    await closeOverlay(ben)
  })

  it('play, are searched by keyboard, sped up, and the next one plays by itself; then both are heard', async () => {
    const [first, second] = [clips(ben, 'Ann').nth(0), clips(ben, 'Ann').nth(1)]
    await first.getByText(en.clip.new, { exact: true }).waitFor()
    await clipButton(first, en.clip.play).click()
    await clipButton(first, en.clip.pause).waitFor()
    await until(async () => (await seconds(first)) >= 1, 'the position to move')
    expect(await ben.evaluate(() => navigator.mediaSession.metadata?.title)).toMatch(/^Ann, /)
    expect(await ben.evaluate(() => navigator.mediaSession.playbackState)).toBe('playing')
    await clipButton(first, en.clip.pause).click()
    await clipButton(first, en.clip.play).waitFor()

    await position(first).press('Home')
    expect(await seconds(first)).toBe(0)
    await position(first).press('ArrowRight')
    expect(await seconds(first)).toBe(await lengthOf(first)) // an arrow moves by more than is left
    await position(first).press('Home')
    await goTo(first, 0.5)
    expect(Math.abs((await seconds(first)) - (await lengthOf(first)) / 2)).toBeLessThanOrEqual(1)
    await position(first).press('Home')
    await clipButton(first, en.clip.speed('1×')).click()
    await clipButton(first, en.clip.speed('1.5×')).click()
    await clipButton(first, en.clip.speed('2×')).waitFor()

    const lengthMs = ((await lengthOf(first)) + (await lengthOf(second))) * 1000
    const begunAtMs = performance.now()
    await clipButton(first, en.clip.play).click()
    await clipButton(second, en.clip.pause).waitFor()
    await second.getByText(en.clip.new, { exact: true }).waitFor({ state: 'detached' })
    expect(performance.now() - begunAtMs, 'twice as fast').toBeLessThan(lengthMs)
    for (const clip of [clips(ann, 'Ann').nth(0), clips(ann, 'Ann').nth(1)]) {
      await clip.getByText(en.clip.heardBy('Ben')).waitFor()
    }
    expect(await first.getByText(en.clip.new, { exact: true }).count()).toBe(0)
    await clipButton(first, en.clip.speed('2×')).click()
    await clipButton(first, en.clip.speed('1×')).waitFor()
  })

  it('go on where one stopped, also after the page was loaded again', async () => {
    const clip = () => clips(ben, 'Ann').nth(1)
    await clipButton(clip(), en.clip.play).click()
    await clipButton(clip(), en.clip.pause).waitFor()
    await goTo(clip(), 0.4) // neither so near to the beginning nor so near to the end that it would begin anew
    await clipButton(clip(), en.clip.pause).click()
    await clipButton(clip(), en.clip.play).waitFor()
    const stoppedAt = await seconds(clip())
    expect(stoppedAt).toBeGreaterThan(0)
    await ben.reload()
    await ben.getByRole('button', { name: en.door.join, exact: true }).click()
    await clip().waitFor()
    expect(await seconds(clip())).toBe(stoppedAt)
  })

  it('are deleted by their speaker for everybody, and nobody else is offered to', async () => {
    await clipButton(clips(ben, 'Ann').first(), en.clip.more).click()
    await ben.getByRole('dialog', { name: en.clip.more }).getByText(en.clip.heardByTitle).waitFor()
    expect(await ben.getByRole('button', { name: en.clip.delete }).count()).toBe(0)
    await ben.keyboard.press('Escape')

    await clipButton(clips(ann, 'Ann').first(), en.clip.more).click()
    await ann.getByRole('button', { name: en.clip.delete }).click()
    const dialog = ann.getByRole('dialog', { name: en.clip.deleteTitle })
    await dialog.getByRole('button', { name: en.clip.deleteIt }).click()
    for (const page of [ann, ben]) {
      await message(page, en.clip.deleted).waitFor()
      expect(await message(page, en.clip.deletedBy('Ann', 1)).count()).toBe(0)
      expect(await clips(page, 'Ann').count()).toBe(1)
    }
    // The keyboard goes on from there, not from the top of the page.
    await message(ann, en.clip.deleted).and(ann.locator(':focus')).waitFor()
  })

  it('stand in one order with messages, and axe finds nothing about them', async () => {
    await ben.getByRole('textbox', { name: en.timeline.message, exact: true }).fill('After both')
    await ben.getByRole('button', { name: en.timeline.send, exact: true }).click()
    await message(ben, 'After both').waitFor()
    const lines = await ben.getByRole('log').getByRole('listitem').allInnerTexts()
    expect(lines.at(-1)).toContain('After both')
    expect(await complaints(ann), 'clips').toEqual([])
    await clipButton(clips(ann, 'Ann').first(), en.clip.more).click()
    expect(await complaints(ann), 'what can be done with a clip').toEqual([])
    await ann.keyboard.press('Escape')
    await control(ann, en.dock.unmute).click()
    await clipButton(liveTalk(ben, 'Ann'), en.clip.fromStart).click()
    await liveTalk(ben, 'Ann')
      .getByText(/^0:0[1-9]$/)
      .waitFor()
    expect(await complaints(ann), 'a talk that is being spoken').toEqual([])
    await ann.emulateMedia({ colorScheme: 'light' })
    expect(await complaints(ann), 'by day').toEqual([])
  })
})

/** Safari before 18.4 plays neither Ogg nor a stream of WebM; MP4 it does. */
async function makeSafariOf2024(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = (type) => (type.startsWith('audio/mp4') ? 'probably' : '')
    const isTypeSupported = MediaSource.isTypeSupported.bind(MediaSource)
    MediaSource.isTypeSupported = (type) => type.startsWith('audio/mp4') && isTypeSupported(type)
  })
}

it('plays in a browser that knows MP4 alone, a talk that is being spoken as well as a clip', async () => {
  const ann = await makeRoom(await stage.person(), 'Rehearsal', { keeps: true })
  await join(ann, { name: 'Ann' })
  await control(ann, en.dock.mute).click()
  await answerKeeping(ann, 'yes')
  const context = await stage.person({ bypassCSP: false })
  await makeSafariOf2024(context)
  const containers: (string | null)[] = []
  context.on('response', (answer) => {
    const { pathname, searchParams } = new URL(answer.url())
    if (pathname.endsWith('/audio')) containers.push(searchParams.get('as'))
  })
  const ben = await openLink(context, await guestPath(ann))
  await join(ben, { name: 'Ben', talk: 'push' })
  await control(ann, en.dock.unmute).click()
  await clipButton(liveTalk(ben, 'Ann'), en.clip.fromStart).click()
  await liveTalk(ben, 'Ann')
    .getByText(/^0:0[2-9]$/)
    .waitFor()
  await control(ann, en.dock.mute).click()
  const clip = clips(ben, 'Ann').first()
  await clip.waitFor(CLIP_WITHIN)
  await clip.getByText(en.clip.new, { exact: true }).waitFor({ ...CLIP_WITHIN, state: 'detached' })
  await clipButton(clip, en.clip.play).click()
  await clip.getByText(/^0:0[1-9] \//).waitFor()
  expect(new Set(containers)).toEqual(new Set(['mp4']))
})
