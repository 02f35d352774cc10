/** Voice messages in the app, the whole way: recorded, listened to, sent, heard, answered, passed on, burnt. */

import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  CLIP_WITHIN,
  clipButton,
  closeOverlay,
  guestPath,
  join,
  makeRoom,
  message,
  openLink,
  useOption,
} from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { SPEECH } from '../support/browser.ts'
import { Stage } from '../support/stage.ts'
import {
  answerHere,
  listenTo,
  outgoing,
  reach,
  recordButton,
  recorder,
  recordTo,
  sayTo,
  sendRecording,
  voiceMessages,
} from '../support/voice-messages.ts'

const m = en.messages

const stage = new Stage()
beforeAll(() => stage.open())
afterAll(() => stage.close())

describe('voice messages', () => {
  let ann: Page
  let ben: Page
  let bens: BrowserContext

  /** One room for all of these tests, in the order in which they are. */
  beforeAll(async () => {
    ann = await makeRoom(await stage.person(), 'Rehearsal')
    await join(ann, { name: 'Ann' })
    // The page's own content policy holds for Ben: no axe at his.
    bens = await stage.person({ bypassCSP: false })
    ben = await openLink(bens, await guestPath(ann))
    await join(ben, { name: 'Ben', talk: 'push' })
  })
  afterAll(() => stage.clear())

  it('are recorded by keyboard, listened to, gone on with, sent, heard in part and heard', async () => {
    await ann.keyboard.press('r')
    await reach(ann, '0:02')
    await ann.getByRole('region', { name: m.bar }).getByText(m.deafNow.live).waitFor()
    await ann.keyboard.press('Space')
    await recorder(ann).getByText(m.paused).waitFor()
    expect(await complaints(ann), 'a message that stands still').toEqual([])
    await recorder(ann)
      .getByRole('button', { name: new RegExp(`^${m.listen}`) })
      .click()
    await recorder(ann)
      .getByRole('button', { name: new RegExp(`^${m.pauseListening}:`) })
      .waitFor()
    await recorder(ann).getByRole('button', { name: m.resume }).click()
    await reach(ann, '0:05')
    expect(await complaints(ann), 'a message that is being recorded').toEqual([])
    await recorder(ann).focus()
    await ann.keyboard.press('Enter')

    const heard = voiceMessages(ben, 'Ann').first()
    await heard.waitFor(CLIP_WITHIN)
    await voiceMessages(ann, 'Ann').first().getByText(m.sent, { exact: true }).waitFor()
    await listenTo(heard)
    const mine = voiceMessages(ann, 'Ann').first()
    await mine.getByText(en.clip.heardInPartBy('Ben')).click()
    await ann
      .getByRole('dialog', { name: en.clip.heardByTitle })
      .getByText(/^heard to 0:0[2-5]$/)
      .waitFor()
    await ann.keyboard.press('Escape')
    await clipButton(heard, en.clip.play).click()
    await mine.getByText(en.clip.heardBy('Ben')).waitFor()
  })

  it('are answered at a moment, and the answer plays from there', async () => {
    const heard = voiceMessages(ben, 'Ann').first()
    await heard.getByRole('slider').press('Home')
    await listenTo(heard)
    const clock = await answerHere(heard)
    await ben.getByText(m.replyTo('Ann', clock)).waitFor()
    await ben.keyboard.type('Here it was too fast.')
    await ben.keyboard.press('Enter')
    const quoted = { name: m.playQuoted(m.quoted('Ann', clock)) }
    await message(ann, 'Here it was too fast.').getByRole('button', quoted).click()
    const first = voiceMessages(ann, 'Ann').first()
    await first.getByText(/^0:0[2-9] \//).waitFor()
    expect(await ben.getByText(m.replyTo('Ann', clock)).count(), 'the next message answers nothing').toBe(0)

    await clipButton(heard, en.clip.more).click()
    await ben.getByRole('button', { name: m.replyHint }).click()
    const answer = await sayTo(ann, ben, { name: 'Ben' })
    await answer.getByRole('button', quoted).waitFor()
    expect(await complaints(ann), 'answers').toEqual([])
  })

  it('are thrown away, brought back, and thrown away for good', async () => {
    await recordTo(ann, '0:02')
    await ann.keyboard.press('Escape')
    await recorder(ann).waitFor({ state: 'detached' })
    await ann.getByRole('button', { name: m.undo }).click()
    await recorder(ann).getByText(m.paused).waitFor()
    await recorder(ann).getByRole('button', { name: m.discardMessage }).click()
    await recordButton(ann).waitFor()
    expect(await voiceMessages(ben, 'Ann').count()).toBe(1)
  })

  it('come from files, which are converted; what is no sound is refused in words', async () => {
    const picker = ann.locator('[data-file-picker]')
    await picker.setInputFiles({ name: 'cover.png', mimeType: 'image/png', buffer: Buffer.from('no sound') })
    await ann.getByText(m.noSoundFile).first().waitFor()
    await picker.setInputFiles(SPEECH)
    const card = ann.getByRole('region', { name: m.files })
    await card.getByText('speech.wav').waitFor()
    expect(await complaints(ann), 'a file to be sent').toEqual([])
    await card.getByRole('button', { name: m.send, exact: true }).click()
    await voiceMessages(ben, 'Ann').nth(1).waitFor(CLIP_WITHIN)
    await outgoing(ann).waitFor({ state: 'detached' })
  })

  it('burn: they are heard once, by choice, and then only their ashes are there', async () => {
    await recordTo(ann, '0:03')
    await recorder(ann).getByRole('button', { name: m.burnOptions }).click()
    await ann.getByRole('switch', { name: m.burn }).check()
    expect(await complaints(ann), 'how to send').toEqual([])
    await ann.keyboard.press('Escape')
    await recorder(ann).getByText(m.burnChosen(7)).waitFor()
    await sendRecording(ann)
    const burning = voiceMessages(ben, 'Ann').nth(2)
    await burning.waitFor(CLIP_WITHIN)
    await burning.getByText(/^Burns after listening · until /).waitFor()
    await clipButton(burning, en.clip.more).click()
    expect(await ben.getByRole('button', { name: m.forward }).count(), 'no copy is offered').toBe(0)
    await ben.keyboard.press('Escape')
    await clipButton(burning, en.clip.play).click()
    await message(ben, m.burntForMe).waitFor()
    await voiceMessages(ann, 'Ann').nth(2).getByText(en.clip.heardBy('Ben')).waitFor()
  })

  it('are passed on into another room, whose door counts what is new', async () => {
    const other = await makeRoom(bens, 'Orchestra')
    await join(other, { name: 'Ben', talk: 'push' })
    const carl = await stage.person()
    const home = await openLink(carl, await guestPath(other))
    await join(home, { name: 'Carl', talk: 'push' })
    await clipButton(voiceMessages(ben, 'Ann').first(), en.clip.more).click()
    await ben.getByRole('button', { name: m.forward }).click()
    const dialog = ben.getByRole('dialog', { name: m.forwardTitle })
    await dialog.getByRole('button', { name: m.forwardTo('Orchestra') }).click()
    await dialog.getByText(m.forwardedTo).waitFor()
    await voiceMessages(other, 'Ben').first().getByText(m.forwarded, { exact: true }).waitFor()
    await voiceMessages(home, 'Ben').first().waitFor(CLIP_WITHIN)
    await home.goto('/')
    await home.getByRole('link', { name: 'Orchestra' }).getByText(m.unread(1)).waitFor()
    expect(await complaints(home), 'home with something new').toEqual([])
  })

  it('are passed on by an invite into a room that this browser does not know, and not by one that is none', async () => {
    const dora = await makeRoom(await stage.person(), 'Choir')
    await join(dora, { name: 'Dora', talk: 'push' })
    const invite = `${stage.server.origin}${await guestPath(dora)}`
    await closeOverlay(ben)
    await clipButton(voiceMessages(ben, 'Ann').first(), en.clip.more).click()
    await ben.getByRole('button', { name: m.forward }).click()
    const dialog = ben.getByRole('dialog', { name: m.forwardTitle })
    const find = async (text: string) => {
      await dialog.getByLabel(m.forwardLink).fill(text)
      await dialog.getByRole('button', { name: m.forwardFind }).click()
    }
    await find('Come tonight')
    await dialog.getByRole('alert').getByText(en.home.badLink).waitFor()
    await find(invite.replace(/#.*/, `#${'A'.repeat(22)}`))
    await dialog.getByRole('alert').getByText(en.failures['wrong-link'].text).waitFor()
    expect(await complaints(ben), 'a link that does not open its room').toEqual([])
    await dialog.getByLabel(m.forwardLink).fill('Another')
    await dialog.getByRole('alert').waitFor({ state: 'detached' }) // what was wrong with the one before
    const expectFocus = (on: Locator) =>
      expect.poll(() => on.evaluate((element) => element === document.activeElement)).toBe(true)
    for (let time = 0; time < 2; time += 1) {
      await find(`Come by ${invite} tonight`)
      await expectFocus(dialog.getByRole('button', { name: m.forwardTo('Choir') }))
    }
    await ben.keyboard.press('Enter')
    await voiceMessages(dora, 'Ben').first().getByText(m.forwarded, { exact: true }).waitFor()
    const done = dialog.getByRole('listitem').filter({ hasText: m.forwardedTo })
    await expectFocus(done)
    await find(invite)
    await expectFocus(done)
    expect(new URL(ben.url()).hash, 'the address is that of the room where one is').not.toContain(invite.split('#')[1])
    await closeOverlay(ben)
  })

  it('are not offered to whoever only listens', async () => {
    await useOption(ann, 'Ben', en.roles.make.listener)
    await recordButton(ben).waitFor({ state: 'detached' })
  })
})
