/**
 * What hands do in a room: keys, the talk button, volume, a new name, the invite; and the page under its own content
 * security policy, which the tests that record sound have to switch off.
 */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { closeOverlay, control, guestPath, join, makeRoom, message, openLink, person, useMenu } from '../support/app.ts'
import { Stage } from '../support/stage.ts'

const stage = new Stage()
let ann: Page
let ben: Page
/** What either page was refused by its policy. */
const violations: string[] = []

/** One room for all of these tests: each leaves it as it found it. Ann talks by a key, Ben keeps his microphone open. */
beforeAll(async () => {
  await stage.open()
  const [annsProfile, bensProfile] = await Promise.all([1, 2].map(() => stage.person({ bypassCSP: false })))
  for (const profile of [annsProfile, bensProfile]) {
    await profile?.exposeFunction('reportViolation', (what: string) => violations.push(what))
    await profile?.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        const { reportViolation } = globalThis as unknown as { reportViolation(what: string): void }
        reportViolation(`${violatedDirective} ${blockedURI}`)
      })
    })
  }
  if (annsProfile === undefined || bensProfile === undefined) throw new Error('Two people are needed.')
  ann = await makeRoom(annsProfile, 'Rehearsal')
  await join(ann, { name: 'Ann', talk: 'push' })
  ben = await openLink(bensProfile, await guestPath(ann))
  await join(ben, { name: 'Ben' })
  await person(ann, 'Ben').waitFor()
})

afterAll(() => stage.close())

/** Waits until the ring around somebody has moved with their voice, as it reached this page. */
const isHeard = (page: Page, name: string) =>
  page.waitForFunction(
    (label) => {
      const people = [...document.querySelectorAll('li')].filter((item) => item.textContent?.includes(label))
      return people.some((item) =>
        [...item.querySelectorAll<HTMLElement>('[style]')].some(
          (ring) => Number(ring.style.getPropertyValue('--level')) > 0,
        ),
      )
    },
    name,
    { timeout: 20_000 },
  )

const voiceLine = (page: Page, words: string) =>
  page.getByRole('region', { name: en.room.controls }).getByText(words, { exact: true }).waitFor()

describe('the page', () => {
  it('carries a voice under its own content security policy', async () => {
    await isHeard(ann, 'Ben')
    expect(violations).toEqual([])
  })
})

describe('keys', () => {
  it('hold Space to talk, and let go to stop', async () => {
    await voiceLine(ann, en.dock.holdFirst)
    await ann.keyboard.down('Space')
    await voiceLine(ann, en.dock.heard)
    await isHeard(ben, 'Ann')
    await ann.keyboard.up('Space')
    await voiceLine(ann, en.dock.holdFirst)
  })

  it('stop talking when the window loses the focus with the key still down', async () => {
    await ann.keyboard.down('Space')
    await voiceLine(ann, en.dock.heard)
    await ann.evaluate(() => dispatchEvent(new Event('blur')))
    await voiceLine(ann, en.dock.holdFirst)
  })

  it('mute with M, deafen with D, and show themselves with ?', async () => {
    await ben.keyboard.press('m')
    await person(ann, 'Ben').getByText(en.room.muted).waitFor()
    await control(ben, en.dock.unmute).waitFor()
    await ben.keyboard.press('m')
    await control(ben, en.dock.mute).waitFor()
    await ben.keyboard.press('d')
    await person(ann, 'Ben').getByText(en.room.deafened).waitFor()
    await ben.keyboard.press('d')
    await control(ben, en.dock.deafen).waitFor()
    await ben.keyboard.press('?')
    await ben.getByRole('dialog', { name: en.keys.title }).waitFor()
    await closeOverlay(ben)
  })

  it('write after T, where every key is a letter', async () => {
    await ann.keyboard.press('t')
    await ann.keyboard.type('my dm ?')
    await ann.keyboard.press('Enter')
    await message(ben, 'my dm ?').waitFor()
    await voiceLine(ann, en.dock.holdFirst)
    await control(ann, en.dock.mute).waitFor()
  })
})

describe('the talk button', () => {
  it('talks while it is held', async () => {
    const button = control(ann, en.dock.hold)
    await button.hover()
    await ann.mouse.down()
    await voiceLine(ann, en.dock.heard)
    await ann.mouse.up()
    await voiceLine(ann, en.dock.holdFirst)
  })
})

describe('people', () => {
  it('change their name before everybody’s eyes', async () => {
    await useMenu(ben, en.menu.rename)
    const dialog = ben.getByRole('dialog', { name: en.menu.renameTitle })
    await dialog.getByRole('textbox').fill('Benno')
    await dialog.getByRole('textbox').press('Enter')
    await person(ann, 'Benno').waitFor()
    await useMenu(ben, en.menu.rename)
    await dialog.getByRole('textbox').fill('Ben')
    await dialog.getByRole('textbox').press('Enter')
    await person(ann, 'Benno').waitFor({ state: 'detached' })
  })

  it('are as loud as one wants, also after a reload', async () => {
    const volumeOfBen = async () => {
      await ann.getByRole('button', { name: en.room.optionsFor('Ben') }).click()
      return ann.getByRole('slider', { name: en.person.volume })
    }
    await (await volumeOfBen()).fill('40')
    await closeOverlay(ann)
    await ann.reload()
    await ann.getByRole('button', { name: en.door.join, exact: true }).click()
    await person(ann, 'Ben').waitFor()
    expect(await (await volumeOfBen()).inputValue()).toBe('40')
  })
})

describe('the invite', () => {
  it('is the guests’ link, copied', async () => {
    const permissions = ['clipboard-read', 'clipboard-write', 'microphone']
    await ann.context().grantPermissions(permissions, { origin: stage.server.origin })
    await ann.bringToFront()
    await ann.getByRole('button', { name: en.invite.copy }).click()
    await ann.getByRole('button', { name: en.invite.copied }).waitFor()
    expect(await ann.evaluate(() => navigator.clipboard.readText())).toBe(stage.server.origin + (await guestPath(ann)))
  })
})
