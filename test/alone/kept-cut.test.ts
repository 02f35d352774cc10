/** A speaker whose network is gone for 20 s in mid-sentence: nothing of what was said is missing afterwards. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recording, startRecording, tapAudio, wallClockMs } from '../support/audio-taps.ts'
import { likeness } from '../support/correlation.ts'
import { joinKept, type KeepingRoom, makeKeepingRoom, setTalking, speakFor, unkeptMs } from '../support/keeping-page.ts'
import { between, keptClips, timelineOf } from '../support/kept-clips.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { useStage } from '../support/stage.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

const BEFORE_MS = 4_000
const CUT_MS = 20_000
const AFTER_MS = 4_000
const ALIKE = 0.9
const MAX_GAP_MS = 40
/** Compared in stretches, each at the time at which it was said, give or take what clocks and buffers add. */
const STRETCH_MS = 4_000
const SLACK_MS = 500

const stage = useStage()
let site: Site
let line: TcpProxy

beforeAll(async () => {
  site = await startSdkSite(stage.server.port)
  line = await startTcpProxy(Number(new URL(site.origin).port))
})

afterAll(async () => {
  await line?.close()
  await site?.close()
})

it('keeps everything that was said before the cut, during it and after it', async () => {
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
    stretches.push(likeness(stretch, around, said.sampleRateHz).correlation)
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

it('keeps the last word of who leaves in the midst of it, and nothing of it on the device', async () => {
  const room = await makeKeepingRoom(stage.server.origin)
  const page = await openSdkPage(await stage.person({ origin: site.origin }))
  await joinKept(page, room)
  const fromMs = await setTalking(page, true)
  await speakFor(page, 2_000)
  expect(await talkFiles(page)).toEqual([expect.stringContaining(room.id)])
  const leftAtMs = Date.now()
  await page.evaluate(() => keeping.leave())
  console.log(`Left within ${Date.now() - leftAtMs} ms`)
  expect(await talkFiles(page)).toEqual([])

  const kept = timelineOf(await keptClips(stage.server.origin, room.id, room.getToken))
  expect(kept.fromMs).toBeLessThan(fromMs + SLACK_MS)
  expect(kept.toMs).toBeGreaterThan(leftAtMs - 100)
  expect(kept.longestGapMs).toBeLessThanOrEqual(MAX_GAP_MS)
})

it('sends in the next visit what a page left that went away without a line', async () => {
  const room = await makeKeepingRoom(stage.server.origin)
  const person = await stage.person({ origin: line.origin })
  const page = await openSdkPage(person)
  await joinKept(page, room)
  await setTalking(page, true)
  await speakFor(page, 2_000)
  line.cut('refuse')
  await speakFor(page, 2_000)
  await page.close()
  line.mend()
  const closedAtMs = Date.now()

  const next = await openSdkPage(person)
  const left = await next.evaluate((id) => sdk.leftBehindMs(id), room.id)
  const { sentMs } = await next.evaluate(sendLeft, { id: room.id, secret: room.secret, guest: room.guest })
  expect(sentMs).toBe(left)
  expect(sentMs).toBeGreaterThan(1_900)
  expect(await talkFiles(next)).toEqual([])
  const kept = timelineOf(await keptClips(stage.server.origin, room.id, room.getToken))
  expect(kept.toMs).toBeGreaterThan(closedAtMs - SLACK_MS)
  expect(kept.longestGapMs).toBeLessThanOrEqual(MAX_GAP_MS)
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
