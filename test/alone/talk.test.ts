/**
 * The proof that Earshot does what it is for: two people, two pages of the real app in a real browser, one room through
 * the real Worker. What the first one's microphone says is compared with what the second one's speakers play.
 */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import { control, guestPath, join, makeRoom, message, onScreen, openLink, person, write } from '../support/app.ts'
import { recordedMs, recording, startRecording, type Tap, tapAudio } from '../support/audio-taps.ts'
import { energyOf, likeness, middleOf, speechBand } from '../support/correlation.ts'
import { Stage } from '../support/stage.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { until } from '../support/until.ts'

/** Two of the three voices of speech.wav. */
const LISTEN_MS = 5_000
const ALIKE = 0.9
/** When the machine itself stood still for most of it, there is nothing that a voice path could carry: then again. */
const ROUNDS = 5
/** Pages record longer than they listen, so that what was said last has been heard. */
const LONGEST_DELAY_MS = 500
/** −60 dBov: what a speaker's own noise would drown. */
const SILENT_RMS = 0.001
const MUTED_MS = 1_500

const stage = new Stage()
let line: TcpProxy
let ann: Page
let ben: Page

/** Ann makes a room and speaks, over a line that can be cut; Ben opens her link and listens. */
beforeAll(async () => {
  await stage.open()
  line = await startTcpProxy(stage.server.port)
  const annsProfile = await stage.person({ origin: line.origin })
  const bensProfile = await stage.person()
  await tapAudio(annsProfile)
  await tapAudio(bensProfile)
  ann = await makeRoom(annsProfile, 'Rehearsal')
  await join(ann, { name: 'Ann' })
  ben = await openLink(bensProfile, await guestPath(ann))
  await join(ben, { name: 'Ben', talk: 'push' })
  await person(ann, 'Ben').waitFor()
})

afterAll(async () => {
  await line?.close()
  await stage.close()
})

const recorded = (page: Page, tap: Tap, ms: number) =>
  until(async () => (await recordedMs(page, tap)) >= ms, `${ms} ms of what was ${tap}`, ms + 20_000)

/** Whether Ben hears what Ann says. */
async function isHeard(): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) if ((await heardOnce()) >= ALIKE) return true
  return false
}

/** How much Ben hears of what Ann says in a few seconds, −1…1: in the middle one of its pieces. */
async function heardOnce(): Promise<number> {
  await startRecording(ann, ben)
  await recorded(ann, 'said', LISTEN_MS)
  const said = await recording(ann, 'said')
  await recorded(ben, 'heard', LISTEN_MS + LONGEST_DELAY_MS)
  const heard = await recording(ben, 'heard')
  expect(heard.sampleRateHz).toBe(said.sampleRateHz)
  const heardAs = likeness(said.samples, heard.samples, said.sampleRateHz)
  const middle = middleOf(heardAs)
  console.log(`Heard as it was said: ${heardAs.correlation.toFixed(3)}, in the middle piece ${middle.toFixed(3)}`)
  if (middle < ALIKE) console.table(heardAs.pieces)
  return middle
}

/** The root mean square of the speech band of what a page said or heard in the next `ms`. */
async function loudness(page: Page, tap: Tap, ms: number): Promise<number> {
  await startRecording(page)
  await recorded(page, tap, ms)
  const { samples, sampleRateHz } = await recording(page, tap)
  return Math.sqrt(energyOf(speechBand(samples, sampleRateHz)) / samples.length)
}

it('carries speech from one page to the other', async () => {
  expect(await isHeard()).toBe(true)
})

it('carries nothing while muted, and speech again afterwards', async () => {
  await control(ann, en.dock.mute).click()
  await person(ben, 'Ann').getByText(en.room.muted).waitFor()
  await until(async () => (await loudness(ben, 'heard', 200)) < SILENT_RMS, 'what was on the way to be played out')
  const [said, heard] = await Promise.all([loudness(ann, 'said', MUTED_MS), loudness(ben, 'heard', MUTED_MS)])
  expect(said).toBeGreaterThan(10 * SILENT_RMS)
  expect(heard).toBeLessThan(SILENT_RMS)

  await control(ann, en.dock.unmute).click()
  await until(async () => (await loudness(ben, 'heard', 500)) > 5 * SILENT_RMS, 'Ann to be heard again')
})

it('comes back by itself when the line is cut in mid-talk, and talk goes on', async () => {
  await until(async () => (await loudness(ben, 'heard', 300)) > 5 * SILENT_RMS, 'Ann to be heard')
  line.cut('refuse')
  await onScreen(ann, en.lines.reconnecting).waitFor()
  await person(ben, 'Ann').getByText(en.room.reconnecting).waitFor()
  await write(ann, 'Written while the line was down')
  line.mend()

  await person(ben, 'Ann').getByText(en.room.reconnecting).waitFor({ state: 'detached' })
  await onScreen(ann, en.lines.reconnecting).waitFor({ state: 'detached' })
  expect(await isHeard()).toBe(true)
  await message(ben, 'Written while the line was down').waitFor()
  expect(await message(ben, 'Written while the line was down').count()).toBe(1)
})
