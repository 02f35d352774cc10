/** Files and old recordings in the app: what is wrong with one that cannot be sent, and what stands for one that came later. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { CLIP_WITHIN, clipButton, guestPath, join, makeRoom, openMessages, showMessages } from '../support/app.ts'
import { SPEECH } from '../support/browser.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'
import { requestToken } from '../support/room.ts'
import { look, ON_PHONE, onBoth } from '../support/screens.ts'
import { makeFile, makeSoundFile } from '../support/sound-files.ts'
import { useStage } from '../support/stage.ts'
import { listenTo, outgoing, voiceMessages } from '../support/voice-messages.ts'

const m = en.messages
const stage = useStage()
const folder = mkdtempSync(joinPath(tmpdir(), 'earshot-files-'))
/** Enough for what is remembered of a message, and not for its audio. */
const FULL_DISK_BYTES = 40_000
beforeAll(findMediaTools, INSTALL_TIMEOUT_MS)
afterAll(() => rmSync(folder, { recursive: true }))

/** Somebody without a name, by the guests' link, with a recording of long ago. */
async function sendOldRecording(path: string, recordedAtMs: number): Promise<void> {
  const { origin } = stage.server
  const [, room = '', secret = ''] = /^\/r\/([\w-]+)#([\w-]+)$/.exec(path) ?? []
  const token = await requestToken(origin, room, secret)
  const bytes = readFileSync(makeSoundFile(folder, 'old.opus', ['-t', '6', '-c:a', 'libopus']))
  const answer = await fetch(`${origin}/v1/uploads`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `recorded ${Buffer.from(String(recordedAtMs)).toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: bytes,
  })
  expect(answer.status).toBe(201)
}

/** How far below the top of the page the words of an element stand. */
const baselineOf = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const mark = document.createElement('span')
      mark.style.display = 'inline-block'
      element.append(mark)
      const { bottom } = mark.getBoundingClientRect()
      mark.remove()
      return bottom
    })

it('says of each file what is wrong with it, by its name and in sight', async () => {
  const ada = await makeRoom(await stage.person(), 'Tapes')
  await join(ada, { name: 'Ada', talk: 'push' })
  const film = makeFile(folder, 'film.mp4', ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=1'])
  await ada.locator('[data-file-picker]').setInputFiles([
    { name: 'empty.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('') },
    { name: 'words.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('These are words.\n'.repeat(99)) },
    { name: 'film.mp4', mimeType: 'video/mp4', buffer: readFileSync(film) },
  ])
  const card = ada.getByRole('region', { name: m.files })
  await card.getByText('0 kB').waitFor()
  await card.getByRole('button', { name: m.send, exact: true }).click()
  for (const [name, what] of [
    ['empty.mp3', 'This file is empty.'],
    ['words.mp3', 'This is no audio file, though it is named .mp3.'],
    ['film.mp4', 'There is no sound in this film.'],
  ] as const) {
    const row = outgoing(ada).filter({ hasText: name })
    await row.getByRole('alert').getByText(what).waitFor()
    expect(await row.getByRole('button', { name: en.actions.tryAgain }).count()).toBe(0)
  }
  const moved = makeSoundFile(folder, 'moved.opus', ['-t', '1', '-c:a', 'libopus'])
  await ada.locator('[data-file-picker]').setInputFiles(moved)
  await card.getByText('moved.opus').waitFor()
  rmSync(moved)
  await card.getByRole('button', { name: m.send, exact: true }).click()
  await outgoing(ada).filter({ hasText: 'moved.opus' }).getByText('This file is not there any more.').waitFor()
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await outgoing(ada).last().getByRole('alert').waitFor()
    await look(ada, screen, 'message-files-refused')
  })
  await expect.poll(() => inSight(ada)).toBe(true)
})

const inSight = (page: Page): Promise<boolean> =>
  outgoing(page)
    .last()
    .evaluate((row) => {
      const log = row.closest('[role=log]')?.getBoundingClientRect()
      return log !== undefined && row.getBoundingClientRect().bottom <= log.bottom
    })

it('names a file while it is sent, on the line of the name', async () => {
  const context = await stage.person()
  await context.route('**/v1/uploads**', () => {}) // nothing comes back
  const ada = await makeRoom(context, 'Tapes')
  await join(ada, { name: 'Ada', talk: 'push' })
  await ada.locator('[data-file-picker]').setInputFiles(SPEECH)
  await ada.getByRole('region', { name: m.files }).getByRole('button', { name: m.send, exact: true }).click()
  await outgoing(ada).getByText('speech.wav').waitFor()
  await outgoing(ada).getByText(m.outgoing.sending(0).slice(0, 7)).waitFor()
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await outgoing(ada).waitFor()
    await look(ada, screen, 'message-file-sending')
  })
  const off = (await baselineOf(ada, '.outgoing-state > span')) - (await baselineOf(ada, '.message-outgoing bdi'))
  expect(Math.abs(off)).toBeLessThanOrEqual(1)
})

it('says on a full disk that the page has to stay open, and when it did not, that the file has to be chosen again', async () => {
  const context = await stage.person()
  await context.route('**/v1/uploads**', () => {}) // nothing comes back
  const ada = await makeRoom(context, 'Tapes')
  await join(ada, { name: 'Ada', talk: 'push' })
  const debugging = await context.newCDPSession(ada)
  await debugging.send('Storage.overrideQuotaForOrigin', { origin: stage.server.origin, quotaSize: FULL_DISK_BYTES })
  await ada.locator('[data-file-picker]').setInputFiles(SPEECH)
  await ada.getByRole('region', { name: m.files }).getByRole('button', { name: m.send, exact: true }).click()
  await outgoing(ada).getByText(m.outgoing.keepOpen).waitFor()
  await onBoth(ada, async (screen) => {
    await showMessages(ada, screen)
    await look(ada, screen, 'message-keep-open')
  })
  await ada.reload()
  await join(ada, { name: 'Ada', talk: 'push' })
  const lost = outgoing(ada).filter({ hasText: 'speech.wav' })
  await lost.getByRole('alert').getByText(en.failures['file-lost'].title).waitFor()
  expect(await outgoing(ada).getByRole('button', { name: en.actions.tryAgain }).count()).toBe(0)
  await outgoing(ada).getByRole('button', { name: en.timeline.discard }).click()
  await outgoing(ada).waitFor({ state: 'detached' })
})

it('asks before it is closed while it converts a file, and asks for that file again where it was closed all the same', async () => {
  const context = await stage.person()
  await context.route(/convert-worker/, () => {}) // nothing comes back
  const ada = await makeRoom(context, 'Tapes')
  await join(ada, { name: 'Ada', talk: 'push' })
  const asked: string[] = []
  ada.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await ada.locator('[data-file-picker]').setInputFiles(SPEECH)
  await ada.getByRole('region', { name: m.files }).getByRole('button', { name: m.send, exact: true }).click()
  await outgoing(ada).filter({ hasText: 'speech.wav' }).waitFor()
  const isHeld = () => ada.evaluate(async () => (await navigator.locks.query()).held?.length)
  await expect.poll(isHeld).toBe(1) // no other tab says that it is lost
  await ada.reload()
  expect(asked).toEqual(['beforeunload'])
  await join(ada, { name: 'Ada', talk: 'push' })
  const lost = outgoing(ada).filter({ hasText: 'speech.wav' })
  await lost.getByRole('alert').getByText(en.failures['file-lost'].title).waitFor()
  await lost.getByRole('button', { name: en.timeline.discard }).click()
  await outgoing(ada).waitFor({ state: 'detached' })
  await expect.poll(isHeld).toBe(0)
  await ada.reload()
  expect(asked).toEqual(['beforeunload'])
})

it('stands under the day on which it came, with its own date, and by no id', async () => {
  const gus = await makeRoom(await stage.person(), 'Tapes')
  await join(gus, { name: 'Gus', talk: 'push' })
  await gus.getByText(en.timeline.emptyTextSpeak).waitFor()
  await sendOldRecording(await guestPath(gus), new Date(2024, 2, 5, 10).getTime())
  const old = voiceMessages(gus, en.room.guest).first()
  await old.waitFor(CLIP_WITHIN)
  await old.getByText(/^Recorded (5 March 2024|March 5, 2024), 10:00/).waitFor()
  expect(await old.getAttribute('aria-label')).toMatch(/(5 March 2024|March 5, 2024), 10:00/)
  expect(await gus.getByText('guest:').count()).toBe(0)
  await listenTo(old)
  await clipButton(old, en.clip.more).click()
  const menu = gus.getByRole('dialog', { name: en.clip.more })
  await menu.getByText(/^heard to 0:0[2-5]$/).waitFor()
  await menu.getByText(en.room.you, { exact: true }).waitFor()
  await gus.keyboard.press('Escape')
  expect(await gus.getByText(en.clip.heardInPartBy('Gus')).count()).toBe(0)
  await onBoth(gus, async (screen) => {
    await showMessages(gus, screen)
    await old.waitFor()
    await look(gus, screen, 'message-of-another-day')
  })
})

it('says of what stands still on a phone that it does', async () => {
  const gus = await makeRoom(await stage.person(ON_PHONE.options), 'Tapes')
  await join(gus, { name: 'Gus', talk: 'push' })
  await sendOldRecording(await guestPath(gus), Date.now())
  await openMessages(gus)
  await clipButton(voiceMessages(gus, en.room.guest).first(), en.clip.play).click(CLIP_WITHIN)
  await gus.keyboard.press('Escape')
  const { nowPlaying, nowPaused, pause } = en.clip
  await gus.getByText(nowPlaying(en.room.guest)).waitFor()
  await gus.getByRole('button', { name: new RegExp(`^${pause}`) }).click()
  await gus.getByText(nowPaused(en.room.guest)).waitFor()
  expect(await gus.getByText(nowPlaying(en.room.guest)).count()).toBe(0)
  await look(gus, ON_PHONE, 'message-stands-still')
})
