/** Voice messages as they lie in Chromium's own file system of a site: asked for twice, gone meanwhile, half made. */

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { contentOf, MemoryFile } from '../../src/client/messages/byte-file.ts'
import { StateSlots } from '../../src/client/messages/state-slots.ts'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { newPerson, sharedBrowser } from '../support/browser.ts'
import { type KeepingRoom, makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { messageRecord } from '../support/message-record.ts'
import {
  drafts,
  goOn,
  joinToRecord,
  outgoingState,
  record,
  send,
  sendDraft,
  stopped,
} from '../support/recorder-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { until } from '../support/until.ts'

const [STATELESS, HEADLESS, HALF_A_FILE, TO_COME] = ['A', 'B', 'C', 'D'].map((letter) => letter.repeat(22)) as [
  string,
  string,
  string,
  string,
]

let server: SharedEarshot
let site: Site
let browser: Browser
let person: BrowserContext
let page: Page
let room: KeepingRoom

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
  browser = await sharedBrowser()
})

afterAll(async () => {
  await site?.close()
})

beforeEach(async () => {
  room = await makeKeepingRoom(server.origin)
  person = await newPerson(browser, { origin: site.origin })
  page = await openSdkPage(person)
  await joinToRecord(page, room)
})

afterEach(() => person.close())

it('is fetched back though it was thrown away twice', async () => {
  await aDraft()
  const thrownAway = await page.evaluateHandle(() => {
    const draft = at.drafts?.[0]
    draft?.discard()
    draft?.discard()
    return draft
  })
  await until(async () => (await drafts(page)).length === 0, 'the draft to go')
  await thrownAway.evaluate((draft) => draft?.restore())
  await until(async () => (await drafts(page)).length === 1, 'the draft to be back')
})

it('is gone on with though it was sent and taken back, and whole again after it was thrown away', async () => {
  await aDraft()
  await person.setOffline(true)
  await page.evaluate(() => {
    const [draft] = at.drafts ?? []
    if (draft !== undefined) at.outgoing = draft.send()
  })
  await until(async () => (await outgoingState(page)) === 'waiting', 'it to wait for the line', 20_000)
  await page.evaluate(() => at.outgoing?.cancel())
  await until(async () => (await drafts(page)).length === 1, 'it to be a draft again')
  await person.setOffline(false)
  expect(await goOn(page)).toBeUndefined()
  await speakFor(page, 1_500)
  const { durationMs, bytes } = await stopped(page)
  expect(durationMs).toBeGreaterThan(2_000)
  const check = new ClipCheck()
  check.push(Uint8Array.from(bytes))
  expect(check.end()).toMatchObject({ ok: true, durationMs: expect.closeTo(durationMs, -1) })
  await page.evaluate(async () => {
    const undo = at.recorder?.discard()
    await undo?.()
    if (at.recorder !== undefined) at.outgoing = at.recorder.send()
  })
  await until(async () => (await outgoingState(page)) === 'sent', 'it to be sent', 20_000)
})

it('stays with its page where the disk has no room for it, taken back too, and goes on with all that was said', async () => {
  const debugging = await person.newCDPSession(page)
  await debugging.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 1 })
  const needsPage = () => page.evaluate(() => at.messages.needsPage)
  await record(page)
  await speakFor(page, 1_500)
  await person.setOffline(true)
  await send(page)
  await until(async () => (await outgoingState(page)) === 'waiting', 'it to wait for the line', 20_000)
  await page.evaluate(() => at.outgoing?.cancel())
  await until(async () => (await drafts(page)).length === 1, 'it to be a draft again')
  const warnings = await page.evaluate(() => at.drafts?.map((draft) => [...draft.warnings]))
  expect([warnings, await needsPage()]).toEqual([[['storage-low']], true])
  await person.setOffline(false)
  expect(await goOn(page)).toBeUndefined()
  await speakFor(page, 1_500)
  expect((await stopped(page)).durationMs).toBeGreaterThan(2_000)
  await page.evaluate(() => at.room?.leave())
  await until(async () => (await drafts(page)).length === 1, 'it to be a draft once more')
  expect(await needsPage()).toBe(true)
  await joinToRecord(page, room)
  await until(async () => (await drafts(page)).length === 1, 'the draft in the room once more')
  expect([await goOn(page), await needsPage()]).toEqual([undefined, true])
  await page.evaluate(() => at.recorder?.leave())
  await until(async () => (await drafts(page)).length === 1, 'it to be left for good')
  expect(await needsPage()).toBe(true)
  await sendDraft(page)
  await until(async () => (await outgoingState(page)) === 'sent', 'it to be sent', 20_000)
  expect([await drafts(page), await needsPage()]).toEqual([[], false])
})

it('is one message on its way though it was sent twice', async () => {
  await aDraft()
  const isSame = await page.evaluate(() => {
    const draft = at.drafts?.[0]
    if (draft === undefined) return false
    at.outgoing = draft.send()
    return draft.send() === at.outgoing && at.messages.outgoing.length === 1
  })
  expect(isSame).toBe(true)
  await until(async () => (await outgoingState(page)) === 'sent', 'it to be sent', 20_000)
})

it('leaves no folder where one is that is gone', async () => {
  await aDraft()
  await page.evaluate(async (room) => {
    const messages = await (await navigator.storage.getDirectory()).getDirectoryHandle('earshot-messages')
    await (await messages.getDirectoryHandle(room)).removeEntry(at.drafts?.[0]?.id ?? '', { recursive: true })
    at.drafts?.[0]?.send()
  }, room.id)
  await until(() => page.evaluate(() => at.messages.outgoing.length === 0), 'it to be gone')
  expect(await folders()).toEqual([])
})

it('sweeps up what was hardly begun, and what nobody will fetch back, but nothing of a version to come', async () => {
  const whole = { room: room.id, person: 'ada' }
  const text = JSON.stringify(messageRecord({ ...whole, message: HEADLESS }))
  const file = JSON.stringify(messageRecord({ ...whole, message: HALF_A_FILE, phase: 'discarded', isFile: true }))
  await lay(STATELESS, { audio: btoa('half a file'), levels: '', state: '' })
  await lay(HEADLESS, { audio: '', levels: '', state: slotsOf(text) })
  await lay(HALF_A_FILE, { audio: btoa('half a file'), levels: '', state: slotsOf(file) })
  await lay(TO_COME, { audio: btoa('something new'), levels: '', state: slotsOf('{"version":9}') })
  await page.close()
  page = await openSdkPage(person)
  await joinToRecord(page, room)
  await until(async () => (await folders()).length === 1, 'the rest to be swept up')
  expect(await folders()).toEqual([TO_COME])
  expect(await drafts(page)).toEqual([])
})

/** A message that was recorded, and let go of. */
async function aDraft(): Promise<void> {
  await record(page)
  await speakFor(page, 1_500)
  await page.evaluate(() => at.recorder?.leave())
  await until(async () => (await drafts(page)).length === 1, 'the draft')
}

/** The ids of what lies there for the room. */
const folders = (): Promise<string[]> =>
  page.evaluate(async (room) => {
    const messages = await (await navigator.storage.getDirectory()).getDirectoryHandle('earshot-messages')
    const ids: string[] = []
    const directory = await messages.getDirectoryHandle(room)
    for await (const id of (directory as unknown as { keys(): AsyncIterable<string> }).keys()) ids.push(id)
    return ids
  }, room.id)

/** Lays the files of a message there, in base64. */
const lay = (id: string, files: Record<string, string>): Promise<void> =>
  page.evaluate(
    async ({ room, id, files }) => {
      const root = await navigator.storage.getDirectory()
      const messages = await root.getDirectoryHandle('earshot-messages', { create: true })
      const directory = await (await messages.getDirectoryHandle(room, { create: true })).getDirectoryHandle(id, {
        create: true,
      })
      for (const [name, base64] of Object.entries(files)) {
        const writable = await (await directory.getFileHandle(name, { create: true })).createWritable()
        await writable.write(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
        await writable.close()
      }
    },
    { room: room.id, id, files },
  )

/** A state file that holds this text, in base64. */
function slotsOf(text: string): string {
  const file = new MemoryFile()
  new StateSlots(file).write(text)
  return Buffer.from(contentOf(file)).toString('base64')
}
