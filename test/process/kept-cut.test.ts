/**
 * A speaker whose network is gone in mid-sentence, for longer than the room holds their place: nothing of what was said is
 * missing afterwards. What is kept is held against what the page's own microphone said, however busy the machine is.
 */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recording, startRecording, tapAudio, wallClockMs } from '../support/audio-taps.ts'
import { likeness, middleOf } from '../support/correlation.ts'
import { joinKept, type KeepingRoom, makeKeepingRoom, setTalking, speakFor, unkeptMs } from '../support/keeping-page.ts'
import { between, keptClips, timelineOf } from '../support/kept-clips.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { Stage } from '../support/stage.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

const BEFORE_MS = 2_000
/** docs/protocol.md, R6: after 15 s the member is gone, and comes back as another. */
const CUT_MS = 16_000
const AFTER_MS = 2_000
const ALIKE = 0.9
const MAX_GAP_MS = 40
/** A talk that misses a piece becomes a clip 30 s after its end (K5). */
const WITHIN_MS = 120_000
/** Compared in stretches, each at the time at which it was said, give or take what clocks and buffers add. */
const STRETCH_MS = 4_000
const SLACK_MS = 1_000
/** A short word; on a machine with nothing else to do less than 100 ms are missing. */
const LAST_WORD_MS = 400

const stage = new Stage()
let site: Site

beforeAll(async () => {
  await stage.open()
  site = await startSdkSite(stage.server.port)
})

afterAll(async () => {
  await site?.close()
  await stage.close()
})

const lineToSite = () => startTcpProxy(Number(new URL(site.origin).port))

describe.concurrent('a talk that is kept', { timeout: WITHIN_MS }, () => {
  it('is whole: before the cut, during it and after it', async ({ onTestFinished }) => {
    const line = await lineToSite()
    onTestFinished(() => line.close())
    const room = await makeKeepingRoom(stage.server.origin)
    const person = await stage.person({ origin: line.origin })
    await tapAudio(person)
    const page = await openSdkPage(person)
    await joinKept(page, room)
    await startRecording(page)

    const fromMs = await setTalking(page, true)
    await speakFor(page, BEFORE_MS)
    line.cut('refuse')
    await speakFor(page, CUT_MS)
    expect(await unkeptMs(page)).toBeGreaterThan(CUT_MS - 1_000)
    line.mend()
    await page.waitForFunction(() => keeping.state === 'connected')
    await speakFor(page, AFTER_MS)
    const toMs = await setTalking(page, false)
    await until(async () => (await unkeptMs(page)) === 0, 'everything to be kept', 15_000)

    const clips = await keptClips(stage.server.origin, room.id, room.getToken)
    const kept = timelineOf(clips)
    const said = await recording(page, 'said')
    const sampleAt = (atMs: number) => Math.round(((atMs - wallClockMs(said, 0)) * said.sampleRateHz) / 1_000)
    const stretches: number[] = []
    for (let atMs = fromMs + SLACK_MS; atMs + STRETCH_MS < toMs; atMs += STRETCH_MS) {
      const stretch = said.samples.subarray(sampleAt(atMs), sampleAt(atMs + STRETCH_MS))
      const around = between(kept, atMs - SLACK_MS, atMs + STRETCH_MS + SLACK_MS)
      stretches.push(middleOf(likeness(stretch, around, said.sampleRateHz)))
    }
    const least = Math.min(...stretches)
    console.log(
      `Kept over a cut of ${CUT_MS / 1_000} s: ${clips.length} clip(s) of ${(kept.toMs - kept.fromMs) / 1_000} s; ` +
        `as said ${least.toFixed(3)} at least; longest gap ${kept.longestGapMs} ms`,
    )
    expect(clips.length).toBeLessThanOrEqual(2)
    expect(least).toBeGreaterThanOrEqual(ALIKE)
    expect(kept.longestGapMs).toBeLessThanOrEqual(MAX_GAP_MS)
    expect(kept.fromMs).toBeLessThan(fromMs + SLACK_MS)
    expect(kept.toMs).toBeGreaterThan(toMs)
  })

  it('has the last word of who leaves in the midst of it, of whom nothing stays on the device', async () => {
    const room = await makeKeepingRoom(stage.server.origin)
    const page = await openSdkPage(await stage.person({ origin: site.origin }))
    await joinKept(page, room)
    const fromMs = await setTalking(page, true)
    await speakFor(page, 2_000)
    const file = await until(async () => (await talkFiles(page))[0], 'the talk to lie on the device')
    expect(file).toContain(room.id)
    const leftAtMs = Date.now()
    await page.evaluate(() => keeping.leave())
    console.log(`Left within ${Date.now() - leftAtMs} ms`)
    expect(await talkFiles(page)).toEqual([])

    const kept = timelineOf(await keptClips(stage.server.origin, room.id, room.getToken))
    // Where it lies on the line of time is a reckoning by when it arrived.
    expect(kept.toMs - kept.fromMs).toBeGreaterThan(leftAtMs - fromMs - SLACK_MS)
    expect(kept.toMs).toBeGreaterThan(leftAtMs - LAST_WORD_MS)
    expect(kept.longestGapMs).toBeLessThanOrEqual(MAX_GAP_MS)
  })

  it('is sent in the next visit where a page went away without a line', async ({ onTestFinished }) => {
    const line = await lineToSite()
    onTestFinished(() => line.close())
    const room = await makeKeepingRoom(stage.server.origin)
    const person = await stage.person({ origin: line.origin })
    const page = await openSdkPage(person)
    await joinKept(page, room)
    await setTalking(page, true)
    await speakFor(page, 2_000)
    line.cut('refuse')
    await speakFor(page, 2_000)
    await until(async () => (await talkFiles(page)).length > 0, 'the talk to lie on the device')
    await page.close()
    line.mend()
    const closedAtMs = Date.now()

    const next = await openSdkPage(person)
    const leftMs = () => next.evaluate((id) => sdk.leftBehindMs(id), room.id)
    const left = await until(async () => (await leftMs()) || undefined, 'the closed page to let go of it')
    const { sentMs } = await next.evaluate(sendLeft, { id: room.id, secret: room.secret, guest: room.guest })
    expect(sentMs).toBe(left)
    expect(sentMs).toBeGreaterThan(1_900)
    expect(await talkFiles(next)).toEqual([])
    const kept = timelineOf(await keptClips(stage.server.origin, room.id, room.getToken))
    expect(kept.toMs).toBeGreaterThan(closedAtMs - SLACK_MS)
    expect(kept.longestGapMs).toBeLessThanOrEqual(MAX_GAP_MS)
  })
})

/** The talk that lies on this device, by its files. */
const talkFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const directory = await root.getDirectoryHandle('earshot-talk', { create: true })
    const names: string[] = []
    for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name)
    return names
  })

/** Runs in the page. */
function sendLeft({ id, secret, guest }: Pick<KeepingRoom, 'id' | 'secret' | 'guest'>): Promise<{ sentMs: number }> {
  const getToken = async () => (await new sdk.EarshotApi().requestToken({ room: id, secret, guest })).token
  return sdk.sendLeftBehind({ room: id, getToken })
}
