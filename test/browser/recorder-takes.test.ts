/** What becomes of takes, with the real codec and disk: of music, of one that two tabs want, of one that was thrown away. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { EarshotApi, type VoiceRecorder } from '../../src/client/index.ts'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { drafts, goOn, joinToRecord, record, stopped } from '../support/recorder-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { useStage } from '../support/stage.ts'
import { LEFT_HZ, playInStereo, RIGHT_HZ } from '../support/stereo.ts'
import { until } from '../support/until.ts'

const RATE_HZ = 48_000
const stage = useStage()
let site: Site

beforeAll(async () => {
  site = await startSdkSite(stage.server.port)
})
afterAll(() => site?.close())

/** How much of a tone there is in these samples (Goertzel's algorithm, over whole seconds). */
function amountOf(hertz: number, samples: readonly number[]): number {
  const step = (2 * Math.PI * hertz) / RATE_HZ
  const sum = samples.reduce(
    ([re, im], sample, at) => [re + sample * Math.cos(step * at), im + sample * Math.sin(step * at)] as const,
    [0, 0] as readonly [number, number],
  )
  return (2 * Math.hypot(...sum)) / samples.length
}

it('music is of two channels, which stay apart, in a file that says so', async () => {
  const { id } = await makeKeepingRoom(stage.server.origin)
  const context = await stage.person({ origin: site.origin })
  await playInStereo(context)
  const page = await openSdkPage(context)
  await page.evaluate(async (room) => {
    const audio = await sdk.VoiceAudio.create()
    await audio.openMicrophone({ music: true })
    await audio.unlock()
    const messages = sdk.openMessages({ room, person: 'ada', getToken: async () => '', name: 'Ada', audio })
    globalThis.at = { messages, recorder: await messages.record() }
  }, id)
  await speakFor(page, 2_500)
  const { file, sound, waveform } = await page.evaluate(async () => {
    const recorder = at.recorder as VoiceRecorder
    await recorder.stop()
    const bytes = await (await recorder.audio()).arrayBuffer()
    const file = [...new Uint8Array(bytes)]
    const decoded = await new OfflineAudioContext(2, 48_000, 48_000).decodeAudioData(bytes)
    const second = (channel: number) => [...decoded.getChannelData(channel).slice(48_000, 96_000)]
    return { file, sound: [second(0), second(1)], waveform: [...recorder.waveform] }
  })
  const check = new ClipCheck()
  check.push(Uint8Array.from(file))
  expect(check.end()).toMatchObject({ ok: true, channels: 2 })
  expect(Math.min(...waveform)).toBeGreaterThan(0)
  const [left = [], right = []] = sound
  expect(amountOf(LEFT_HZ, left)).toBeGreaterThan(20 * amountOf(RIGHT_HZ, left))
  expect(amountOf(RIGHT_HZ, right)).toBeGreaterThan(20 * amountOf(LEFT_HZ, right))
})

it('a draft of one channel stays of one, though music is gone on with it', async () => {
  const room = await makeKeepingRoom(stage.server.origin)
  const page = await openSdkPage(await stage.person({ origin: site.origin }))
  await joinToRecord(page, room)
  await record(page)
  await speakFor(page, 1_500)
  await page.evaluate(() => at.recorder?.leave())
  await until(async () => (await drafts(page)).length === 1, 'the draft')
  await page.evaluate(() => at.audio?.openMicrophone({ music: true }))
  expect(await goOn(page)).toBeUndefined()
  await speakFor(page, 1_500)
  const { bytes, durationMs } = await stopped(page)
  const check = new ClipCheck()
  check.push(Uint8Array.from(bytes))
  expect(check.end()).toMatchObject({ ok: true, channels: 1 })
  expect(durationMs).toBeGreaterThan(2_000)
})

/** Of one person, in the same room; the draft is of somewhat more than a second. */
async function draftInTwoTabs() {
  const room = await makeKeepingRoom(stage.server.origin)
  const context = await stage.person({ origin: site.origin })
  const tabs = [await openSdkPage(context), await openSdkPage(context)] as const
  for (const tab of tabs) await joinToRecord(tab, room)
  await record(tabs[0])
  await speakFor(tabs[0], 1_500)
  await tabs[0].evaluate(() => at.recorder?.leave())
  for (const tab of tabs) await until(async () => (await drafts(tab)).length === 1, 'the draft')
  return { room, tabs }
}

it('a draft that two tabs go on with at once goes on in one of them', async () => {
  const { tabs } = await draftInTwoTabs()
  const answers = await Promise.all(tabs.map(goOn))
  expect(answers.toSorted()).toEqual(['message-elsewhere', undefined])
  const [loser, winner] = answers[0] === undefined ? [tabs[1], tabs[0]] : tabs
  expect(await loser.evaluate(() => at.messages.recorder)).toBeUndefined()
  await speakFor(winner, 1_000)
  expect((await stopped(winner)).durationMs).toBeGreaterThan(1_500)
})

it('a draft that two tabs send at once is one message, and of one of them', async () => {
  const { room, tabs } = await draftInTwoTabs()
  await Promise.all(tabs.map((tab) => tab.evaluate(() => void at.drafts?.[0]?.send())))
  const sent = () => tabs[0].evaluate(() => at.messages.outgoing.map(({ state }) => state))
  const others = () => tabs[1].evaluate(() => at.messages.outgoing.map(({ state }) => state))
  await until(async () => [...(await sent()), ...(await others())].join() === 'sent', 'one of them to send it', 20_000)
  const clips = async () =>
    (await new EarshotApi(stage.server.origin).clips({ room: room.id, token: await room.getToken() })).clips
  await until(async () => (await clips()).length > 0, 'the message')
  expect((await clips()).length).toBe(1)
  for (const tab of tabs) expect(await drafts(tab)).toEqual([])
})

it('what was thrown away is gone for good after the time to undo it, here and at the server', async () => {
  const room = await makeKeepingRoom(stage.server.origin)
  const page = await openSdkPage(await stage.person({ origin: site.origin }))
  await joinToRecord(page, room)
  const made = page.waitForResponse((answer) => /\/v1\/uploads$/.test(answer.url()) && answer.status() === 201)
  await record(page)
  const address = (await (await made).headerValue('location')) ?? ''
  const status = async () => {
    const headers = { authorization: `Bearer ${await room.getToken()}`, 'tus-resumable': '1.0.0' }
    return (await fetch(stage.server.origin + address, { method: 'HEAD', headers })).status
  }
  expect(await status()).toBe(200)
  await page.evaluate(() => void at.recorder?.discard())
  const folders = () =>
    page.evaluate(async (room) => {
      const messages = await (await navigator.storage.getDirectory()).getDirectoryHandle('earshot-messages')
      const directory = (await messages.getDirectoryHandle(room)) as unknown as { keys(): AsyncIterable<string> }
      const ids: string[] = []
      for await (const id of directory.keys()) ids.push(id)
      return ids
    }, room.id)
  expect(await folders()).toHaveLength(1)
  await until(async () => (await folders()).length === 0, 'it to be gone from the disk', 20_000)
  await until(async () => (await status()) === 404, 'it to be gone from the server')
  expect(await drafts(page)).toEqual([])
})
