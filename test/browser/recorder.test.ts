/** Voice messages recorded in Chromium and sent to a real Earshot. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { newPerson, SPEECH, sharedBrowser } from '../support/browser.ts'
import { likeness } from '../support/correlation.ts'
import { type KeepingRoom, makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { type KeptClip, keptClips } from '../support/kept-clips.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS, opusinfo } from '../support/media-tools.ts'
import { addKnob } from '../support/microphones.ts'
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
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'
import { readWav } from '../support/wav.ts'

const ALIKE = 0.9

let server: SharedEarshot
let site: Site
let line: TcpProxy
let browser: Browser
let person: BrowserContext
let page: Page
let room: KeepingRoom

beforeAll(findMediaTools, INSTALL_TIMEOUT_MS)

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
  line = await startTcpProxy(Number(new URL(site.origin).port))
  browser = await sharedBrowser()
})

afterAll(async () => {
  await line?.close()
  await site?.close()
})

beforeEach(async () => {
  room = await makeKeepingRoom(server.origin)
  person = await newPerson(browser, { origin: line.origin })
  page = await openSdkPage(person)
  await joinToRecord(page, room)
})

afterEach(async () => {
  line.mend()
  await person.close()
})

it('becomes a clip that sounds as it was spoken', async () => {
  await record(page)
  await speakFor(page, 4_000)
  await send(page)
  await sent()
  const clip = await theClip()
  expect(clip.durationMs).toBeGreaterThan(3_000)
  expect(clip.durationMs).toBeLessThan(4_500)
  expect(spokenLikeness(clip.samples)).toBeGreaterThan(ALIKE)
})

it('is one message, however often its author pauses and goes on, and can be heard before it is sent', async () => {
  await record(page)
  await speakFor(page, 1_500)
  await page.evaluate(() => at.recorder?.pause())
  await speakFor(page, 1_000)
  await page.evaluate(() => at.recorder?.resume())
  await speakFor(page, 1_500)
  const stoppedMs = await page.evaluate(async () => {
    await at.recorder?.stop()
    return at.recorder?.durationMs ?? 0
  })
  const heardS = await page.evaluate(async () => {
    const bytes = await (await at.recorder?.audio())?.arrayBuffer()
    return (await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(bytes as ArrayBuffer)).duration
  })
  await page.evaluate(() => at.recorder?.resume())
  await speakFor(page, 1_000)
  await send(page)
  await sent()
  const clip = await theClip()
  expect(stoppedMs).toBeGreaterThan(2_500)
  expect(stoppedMs).toBeLessThan(3_600)
  expect(heardS * 1_000).toBeGreaterThan(stoppedMs - 50)
  expect(heardS * 1_000).toBeLessThan(stoppedMs + 50)
  expect(clip.durationMs).toBeGreaterThan(stoppedMs + 700)
})

it('keeps from the room what is recorded, and gives the microphone back', async () => {
  const isSent = () =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          let wasSent = false
          const stop = at.room?.on('levels', (levels) => {
            wasSent ||= levels.has(at.room?.me.member ?? 0)
          })
          setTimeout(() => {
            stop?.()
            resolve(wasSent)
          }, 2_000)
        }),
    )
  expect(await isSent()).toBe(true)
  await record(page)
  await speakFor(page, 300) // what was on its way to the room
  expect(await isSent()).toBe(false)
  await page.evaluate(() => at.recorder?.stop())
  expect(await isSent()).toBe(true)
})

it('is discarded for good only after a while', async () => {
  await record(page)
  await speakFor(page, 1_500)
  await page.evaluate(async () => {
    const undo = at.recorder?.discard()
    await undo?.()
  })
  await send(page)
  await sent()
  expect((await theClip()).durationMs).toBeGreaterThan(1_000)
})

it('is a draft again when it is taken back, and goes later', async () => {
  await record(page)
  await speakFor(page, 1_500)
  line.cut('refuse')
  await send(page)
  await until(async () => (await outgoingState(page)) === 'waiting', 'it to wait for the line', 20_000)
  await page.evaluate(() => at.outgoing?.cancel())
  const [draft] = await until(async () => {
    const there = await drafts(page)
    return there.length > 0 && there
  }, 'the draft')
  expect(draft).toMatchObject({ state: 'recorded' })
  expect(await page.evaluate(() => at.messages.outgoing.length)).toBe(0)
  line.mend()
  await sendDraft(page)
  await sent()
  expect((await theClip()).durationMs).toBeGreaterThan(1_000)
})

it('goes out by itself when there was no line and the tab was closed', async () => {
  await record(page)
  await speakFor(page, 2_500)
  line.cut('refuse')
  await speakFor(page, 1_000)
  await send(page)
  await until(async () => (await outgoingState(page)) === 'waiting', 'it to wait for the line', 20_000)
  await page.close()
  line.mend()
  page = await openSdkPage(person)
  await joinToRecord(page, room)
  const clip = await theClip()
  expect(clip.durationMs).toBeGreaterThan(3_000)
  expect(spokenLikeness(clip.samples)).toBeGreaterThan(ALIKE)
  expect(await drafts(page)).toEqual([])
})

it('is a draft in another tab once its own is closed, and not before', async () => {
  const other = await openSdkPage(person)
  await joinToRecord(other, room)
  await record(page)
  await speakFor(page, 2_000)
  expect(await drafts(other)).toEqual([])
  await page.close()
  const [draft] = await until(async () => {
    const there = await drafts(other)
    return there.length > 0 && there
  }, 'the draft')
  expect(draft?.durationMs).toBeGreaterThan(1_000)
  expect(draft?.bars).toBeGreaterThanOrEqual(30)
  await sendDraft(other)
  await until(async () => (await outgoingState(other)) === 'sent', 'the draft to be sent', 20_000)
  expect((await theClip()).durationMs).toBeGreaterThan(1_000)
})

it('is gone on with where a closed tab left it: one stream, of which nothing is uploaded twice', async () => {
  const uploads = await watchUploads(person)
  await record(page)
  await until(() => uploads.pieces.length >= 2, 'two requests with some of it', 30_000)
  await page.close()
  const before = uploads.pieces.splice(0)
  page = await openSdkPage(person)
  await joinToRecord(page, room)
  const [draft] = await until(async () => {
    const there = await drafts(page)
    return there.length > 0 && there
  }, 'the draft')
  const draftMs = draft?.durationMs ?? 0
  expect(await goOn(page)).toBeUndefined()
  expect(await drafts(page)).toEqual([])
  const [beganAtMs, state] = await page.evaluate(() => [at.recorder?.durationMs ?? 0, at.recorder?.state])
  expect(state).toBe('recording')
  expect(beganAtMs).toBeGreaterThan(draftMs - 20)
  expect(beganAtMs).toBeLessThan(draftMs + 1_000)
  await speakFor(page, 2_000)
  const { durationMs, bytes } = await stopped(page)
  expect(durationMs).toBeGreaterThan(draftMs + 1_500)
  expect(durationMs).toBeLessThan(draftMs + 3_500)
  expect(await warningsOf(Uint8Array.from(bytes))).toEqual([])
  await send(page)
  await sent()
  expect(Math.abs((await theClip()).durationMs - durationMs)).toBeLessThan(30)
  expect(uploads.begun).toBe(1)
  const ends = uploads.pieces.map(({ to }) => to)
  expect(before.at(-1)?.from).toBeGreaterThan(0)
  expect(uploads.pieces[0]?.from).toBeGreaterThanOrEqual(before.at(-1)?.from ?? 0) // the last of them broke off
  expect(uploads.pieces.slice(1).map(({ from }) => from)).toEqual(ends.slice(0, -1))
  expect(ends.at(-1)).toBe(bytes.length)
})

it('warns of silence before it is sent, and is not sent', async () => {
  const silent = await newPerson(browser, { origin: line.origin })
  await addKnob(silent, 0)
  const mute = await openSdkPage(silent)
  await joinToRecord(mute, room)
  await record(mute)
  await until(() => mute.evaluate(() => at.recorder?.warnings.has('no-sound')), 'the warning', 20_000)
  await send(mute)
  await until(async () => (await outgoingState(mute)) === 'failed', 'it to fail', 20_000)
  expect(await mute.evaluate(() => at.outgoing?.error?.code)).toBe('no-sound')
  await silent.close()
})

it('can be thrown away as a draft, and fetched back, without having joined the room', async () => {
  await record(page)
  await speakFor(page, 1_500)
  await page.evaluate(async (id) => {
    const person = at.room?.me.person ?? ''
    await at.room?.leave()
    at.messages = sdk.openMessages({ room: id, person, getToken: async () => '', name: 'Ada' })
  }, room.id)
  await until(async () => (await drafts(page)).length === 1, 'the draft')
  const thrownAway = await page.evaluateHandle(() => {
    const draft = at.drafts?.[0]
    draft?.discard()
    return draft
  })
  await until(async () => (await drafts(page)).length === 0, 'the draft to go')
  await thrownAway.evaluate((draft) => draft?.restore())
  await until(async () => (await drafts(page)).length === 1, 'the draft to be back')
})

it('may be a file of another kind', async () => {
  const wav = readFileSync(SPEECH).toString('base64')
  const states = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const message = at.messages.sendFile(new File([bytes], 'speech.wav', { type: 'audio/wav' }))
    at.outgoing = message
    const states = [message.state]
    message.on('change', () => states.at(-1) !== message.state && states.push(message.state))
    return states
  }, wav)
  await sent()
  expect(states).toEqual(['converting'])
  const clip = await theClip()
  const spoken = readWav(SPEECH)
  const spokenMs = (spoken.samples.length / spoken.sampleRateHz) * 1_000
  expect(Math.abs(clip.durationMs - spokenMs)).toBeLessThan(30)
  expect(spokenLikeness(clip.samples)).toBeGreaterThan(ALIKE)
})

it('is converted when it is tried again, where there was no line for that', async () => {
  const wav = readFileSync(SPEECH).toString('base64')
  await person.route(/convert-worker/, (route) => route.abort())
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    at.outgoing = at.messages.sendFile(new File([bytes], 'speech.wav', { type: 'audio/wav' }))
  }, wav)
  await until(async () => (await outgoingState(page)) === 'failed', 'it to fail', 20_000)
  await person.unroute(/convert-worker/)
  await page.evaluate(() => at.outgoing?.retry())
  await sent()
  expect((await theClip()).durationMs).toBeGreaterThan(1_000)
})

it('fails as a file without sound, and says so', async () => {
  await page.evaluate(() => {
    at.outgoing = at.messages.sendFile(new File(['no sound at all'], 'letter.txt', { type: 'text/plain' }))
  })
  await until(async () => (await outgoingState(page)) === 'failed', 'it to fail', 30_000)
  expect(await page.evaluate(() => at.outgoing?.error?.code)).toMatch(/^file-/)
})

/** What goes to the server of a message, request by request. */
async function watchUploads(person: BrowserContext) {
  const seen = { begun: 0, pieces: [] as { from: number; to: number }[] }
  await person.route(/\/v1\/uploads/, async (route) => {
    const request = route.request()
    if (request.method() === 'POST') seen.begun += 1
    const from = Number(request.headers()['upload-offset'])
    if (request.method() === 'PATCH') seen.pieces.push({ from, to: from + (request.postDataBuffer()?.length ?? 0) })
    await route.continue()
  })
  return seen
}

/** What opusinfo finds wrong with a file. */
async function warningsOf(file: Uint8Array): Promise<string[] | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-recorder-'))
  writeFileSync(join(folder, 'message.opus'), file)
  const [info] = await opusinfo([join(folder, 'message.opus')])
  rmSync(folder, { recursive: true })
  return info?.warnings
}

const sent = () => until(async () => (await outgoingState(page)) === 'sent', 'the message to be sent', 40_000)

/** The room's one clip that is a message. */
async function theClip(): Promise<KeptClip> {
  const clips = await keptClips(server.origin, room.id, room.getToken)
  expect(clips.length).toBe(1)
  return clips[0] as KeptClip
}

/** How much it is as the microphone's file, which is played over and over. */
function spokenLikeness(samples: Float32Array): number {
  const spoken = readWav(SPEECH)
  const twice = new Float32Array(2 * spoken.samples.length)
  twice.set(spoken.samples)
  twice.set(spoken.samples, spoken.samples.length)
  return likeness(samples, twice, spoken.sampleRateHz).correlation
}
