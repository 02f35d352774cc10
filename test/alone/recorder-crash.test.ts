/** A browser that is killed while its user records a voice message, and started again: what was said until then is there. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SPEECH } from '../support/browser.ts'
import { likeness } from '../support/correlation.ts'
import { makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { keptClips } from '../support/kept-clips.ts'
import { MortalBrowser } from '../support/mortal-browser.ts'
import {
  drafts,
  goOn,
  joinToRecord,
  outgoingState,
  record,
  recordedSinceMs,
  send,
  sendDraft,
} from '../support/recorder-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import type { Site } from '../support/site.ts'
import { until } from '../support/until.ts'
import { readWav } from '../support/wav.ts'

const ALIKE = 0.9
/** What was said within so long before the kill may be lost. */
const LAST_WORDS_MS = 500
/** No whole number of anything that is written at a time. */
const SPOKEN_MS = 4_150
const SPOKEN_AGAIN_MS = 2_150

let server: SharedEarshot
let site: Site

beforeAll(async () => {
  server = await sharedEarshot()
  site = await startSdkSite(server.port)
})

afterAll(() => site?.close())

describe.concurrent('a voice message', () => {
  it('is there until half a second before the kill', async ({ onTestFinished }) => {
    const browser = new MortalBrowser()
    onTestFinished(() => browser.end())
    const room = await makeKeepingRoom(server.origin)
    const page = await openSdkPage(await browser.start(), site.origin)
    await joinToRecord(page, room)
    await record(page, { trim: false }) // a pause at the end is counted too
    const fromMs = await recordedSinceMs(page)
    await speakFor(page, SPOKEN_MS)
    const killedAtMs = Date.now()
    await browser.kill()

    const again = await openSdkPage(await browser.start(), site.origin)
    const asked: string[] = []
    again.context().on('request', (request) => {
      if (request.url().includes('/v1/uploads')) asked.push(request.method())
    })
    await joinToRecord(again, room)
    const [draft] = await drafts(again)
    await sendDraft(again)
    await until(async () => (await outgoingState(again)) === 'sent', 'the draft to be sent', 30_000)
    const [clip, ...more] = await keptClips(server.origin, room.id, room.getToken)
    const lostMs = killedAtMs - fromMs - (draft?.durationMs ?? 0)
    const alike = spokenLikeness(clip?.samples ?? new Float32Array(0))
    console.log(
      `Killed after ${killedAtMs - fromMs} ms: a draft of ${draft?.durationMs} ms (${lostMs} ms less), as spoken ` +
        `${alike.toFixed(3)}; then ${asked.join(' ')}`,
    )
    expect(lostMs).toBeLessThan(LAST_WORDS_MS)
    expect(alike).toBeGreaterThan(ALIKE)
    expect(clip?.durationMs).toBeGreaterThan((draft?.durationMs ?? 0) - 10)
    expect(more).toEqual([])
  })

  it('is whole after a second kill, while it was gone on with after the first', async ({ onTestFinished }) => {
    const browser = new MortalBrowser()
    onTestFinished(() => browser.end())
    const room = await makeKeepingRoom(server.origin)
    let page = await openSdkPage(await browser.start(), site.origin)
    await joinToRecord(page, room)
    await record(page, { trim: false })
    await speakFor(page, SPOKEN_AGAIN_MS)
    await browser.kill()

    page = await openSdkPage(await browser.start(), site.origin)
    await joinToRecord(page, room)
    const [first] = await drafts(page)
    expect(await goOn(page)).toBeUndefined()
    const fromMs = await recordedSinceMs(page)
    await speakFor(page, SPOKEN_AGAIN_MS)
    const saidMs = Date.now() - fromMs
    await browser.kill()

    page = await openSdkPage(await browser.start(), site.origin)
    const uploads: string[] = []
    page.context().on('request', (request) => {
      if (request.url().includes('/v1/uploads')) uploads.push(request.method())
    })
    await joinToRecord(page, room)
    const [second] = await drafts(page)
    await sendDraft(page)
    await until(async () => (await outgoingState(page)) === 'sent', 'the draft to be sent', 30_000)
    const [clip, ...more] = await keptClips(server.origin, room.id, room.getToken)
    const alike = spokenLikeness(clip?.samples ?? new Float32Array(0))
    console.log(
      `${first?.durationMs} ms, then ${second?.durationMs} ms of ${saidMs}, as spoken ${alike.toFixed(3)}; then ${uploads.join(' ')}`,
    )
    expect(second?.durationMs).toBeGreaterThan(saidMs - LAST_WORDS_MS)
    expect(first?.durationMs).toBeLessThan((second?.durationMs ?? 0) - SPOKEN_AGAIN_MS + LAST_WORDS_MS)
    expect(alike).toBeGreaterThan(ALIKE)
    expect(clip?.durationMs).toBeGreaterThan((second?.durationMs ?? 0) - 10)
    expect(uploads).not.toContain('POST')
    expect(more).toEqual([])
  })

  it('is sent, once, though the browser was killed while it was', async ({ onTestFinished }) => {
    const browser = new MortalBrowser()
    onTestFinished(() => browser.end())
    const room = await makeKeepingRoom(server.origin)
    const page = await openSdkPage(await browser.start(), site.origin)
    await joinToRecord(page, room)
    await record(page)
    await speakFor(page, 3_000)
    await send(page)
    await browser.kill()

    const again = await openSdkPage(await browser.start(), site.origin)
    await joinToRecord(again, room)
    const isOut = async () =>
      await again.evaluate(async () => at.messages.outgoing.every(({ state }) => state === 'sent'))
    await until(isOut, 'what was left to be sent', 30_000)
    const left = await drafts(again)
    if (left.length > 0) await sendDraft(again) // it was killed before its word that it is to be sent was on disk
    const clips = await until(async () => {
      const stored = await keptClips(server.origin, room.id, room.getToken)
      return stored.length > 0 && stored
    }, 'the clip')
    expect(clips.length).toBe(1)
    expect(clips[0]?.durationMs).toBeGreaterThan(3_000 - LAST_WORDS_MS)
  })
})

function spokenLikeness(samples: Float32Array): number {
  const spoken = readWav(SPEECH)
  const twice = new Float32Array(2 * spoken.samples.length)
  twice.set(spoken.samples)
  twice.set(spoken.samples, spoken.samples.length)
  return likeness(samples, twice, spoken.sampleRateHz).correlation
}
