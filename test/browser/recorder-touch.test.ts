/** The recorder under a finger: what a press begins, and that it presses nothing else. */

import type { Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { TAP_MS } from '../../web/room/messages/hold-gesture.ts'
import { closePopover, join, makeRoom, onScreen, openMessages } from '../support/app.ts'
import { complaints } from '../support/axe.ts'
import { ON_DESKTOP, ON_PHONE } from '../support/screens.ts'
import { useSharedStage } from '../support/stage.ts'
import { holdTo, reach, recordButton, recorder, thumbOn } from '../support/voice-messages.ts'

const m = en.messages
const stage = useSharedStage()

const options = (page: Page) => page.getByRole('dialog', { name: m.burnOptions })
const discard = (page: Page) => recorder(page).getByRole('button', { name: m.discardMessage }).click()

describe('on a phone', () => {
  let ann: Page
  let thumb: Awaited<ReturnType<typeof thumbOn>>
  beforeAll(async () => {
    ann = await makeRoom(await stage.person(ON_PHONE.options), 'Rehearsal')
    await join(ann, { name: 'Ann' })
    await openMessages(ann)
    thumb = await thumbOn(ann)
  })
  afterEach(async () => {
    if (await recorder(ann).isVisible()) await discard(ann)
  })

  it('a press that is too short for a message sends nothing, and says how it is done', async () => {
    await thumb.press()
    // Longer than a tap, and on a busy machine, too, shorter than a message.
    await ann.evaluate((ms) => new Promise((held) => setTimeout(held, ms)), TAP_MS + 50)
    await thumb.letGo()
    await slipNote(ann).waitFor()
    expect(await recorder(ann).count()).toBe(0)
    expect(await ann.getByRole('button', { name: m.undo }).count()).toBe(0)
    expect(await complaints(ann), 'after a press that was too short').toEqual([])
  })

  it('a tap records by itself, and neither it nor the next one at the same place does anything else', async () => {
    await thumb.press()
    await thumb.letGo()
    await reach(ann, '0:01')
    expect(await options(ann).count()).toBe(0)
    const button = await recorder(ann).getByRole('button', { name: m.sendMessage }).boundingBox()
    const { x, y } = thumb.from
    expect(button !== null && within(button, x, y), 'Send is where the microphone was').toBe(true)
    await discard(ann)

    await recordButton(ann).waitFor()
    await ann.touchscreen.tap(x, y)
    await ann.touchscreen.tap(x, y)
    await reach(ann, '0:01')
    expect(await options(ann).count()).toBe(0)
    expect(await recorder(ann).getByText(m.burnChosen(7)).count()).toBe(0)
  })

  it('a tap beside a sheet closes it, and presses nothing beneath', async () => {
    await ann.touchscreen.tap(thumb.from.x, thumb.from.y)
    await reach(ann, '0:01')
    await recorder(ann).getByRole('button', { name: m.burnOptions }).tap()
    await ann.getByRole('switch', { name: m.burn }).waitFor()
    const sheet = await options(ann).boundingBox()
    const close = ann.getByRole('button', { name: en.actions.close })
    const { x = 0, y = 0, width = 0, height = 0 } = (await close.boundingBox()) ?? {}
    expect(y + height, 'the button lies beside the sheet').toBeLessThan(sheet?.y ?? 0)
    await ann.touchscreen.tap(x + width / 2, y + height / 2)
    await options(ann).waitFor({ state: 'detached' })
    expect(await ann.getByRole('dialog', { name: en.room.messages }).isVisible()).toBe(true)
    await recorder(ann).getByRole('button', { name: m.burnOptions }).tap()
    await options(ann).getByRole('button', { name: en.actions.done }).tap()
    await options(ann).waitFor({ state: 'detached' })
  })

  it('Escape closes what lies on top and nothing else', async () => {
    await ann.touchscreen.tap(thumb.from.x, thumb.from.y)
    await reach(ann, '0:01')
    await recorder(ann).getByRole('button', { name: m.burnOptions }).tap()
    await options(ann).waitFor()
    await closePopover(ann, m.burnOptions)
    expect(await recorder(ann).isVisible()).toBe(true)
    await ann.keyboard.press('Escape')
    await recorder(ann).waitFor({ state: 'detached' })
    expect(await ann.getByRole('dialog', { name: en.room.messages }).isVisible()).toBe(true)
  })

  it('sliding aside is seen before it throws away', async () => {
    await thumb.press()
    await holdTo(ann, '0:01')
    const way = ann.getByText(m.slide)
    const before = (await way.boundingBox())?.x ?? 0
    await thumb.slide(80, 0)
    await expect.poll(async () => (await way.boundingBox())?.x ?? 0).toBeLessThan(before - 20)
    await thumb.slide(0, 0)
    await thumb.letGo()
  })
})

describe('with a mouse', () => {
  let ann: Page
  beforeAll(async () => {
    ann = await makeRoom(await stage.person(ON_DESKTOP.options), 'Rehearsal')
    await join(ann, { name: 'Ann' })
  })

  it('is held and let go of as with a thumb, and the focus is back at the microphone', async () => {
    await recordButton(ann).hover()
    await ann.mouse.down()
    await holdTo(ann, '0:02')
    await ann.mouse.up()
    await recordButton(ann).waitFor()
    expect(await recorder(ann).count()).toBe(0)
    await expect.poll(() => spoken(ann)).toBe(m.sent)

    await recordButton(ann).press('Enter')
    await reach(ann, '0:01')
    expect(await recorder(ann).evaluate((panel) => panel.getAttribute('aria-describedby') !== null)).toBe(true)
    await ann.keyboard.press('Enter')
    await recorder(ann).waitFor({ state: 'detached' })
    expect(await hasFocus(ann)).toBe(true)
    await recordButton(ann).press('Enter')
    await reach(ann, '0:01')
    await ann.keyboard.press('Escape')
    await recorder(ann).waitFor({ state: 'detached' })
    expect(await hasFocus(ann)).toBe(true)
  })

  it('stays off the air while the message stands still, and says so, until it is told to talk', async () => {
    await recordButton(ann).press('Enter')
    await reach(ann, '0:01')
    await ann.keyboard.press('Space')
    const muted = recorder(ann).getByText(m.pausedAir['off-air'])
    await muted.waitFor()
    await onScreen(ann, en.dock.unmute).waitFor()
    await recorder(ann).getByRole('button', { name: en.dock.unmute }).click()
    await recorder(ann).getByText(m.pausedAir.live).waitFor()
    await recorder(ann).getByRole('button', { name: m.resume }).click()
    await recorder(ann).getByRole('button', { name: m.pause }).click()
    await muted.waitFor()
    await discard(ann)
    await onScreen(ann, en.dock.mute).waitFor()
  })
})

/** As against what is only read out. */
const slipNote = (page: Page) => page.getByRole('dialog').getByText(m.tooShort)

const hasFocus = (page: Page): Promise<boolean> =>
  recordButton(page).evaluate((button) => button === document.activeElement)

/** What was said last to those who do not look. */
const spoken = async (page: Page): Promise<string> =>
  (await page.getByRole('status').allTextContents()).find((text) => text !== '') ?? ''

const within = (
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  atX: number,
  atY: number,
) => atX >= x && atX <= x + width && atY >= y && atY <= y + height
