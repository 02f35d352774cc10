/**
 * A talk is listened to while it is spoken: what the second person's player plays is compared with what the first one's
 * microphone says, and how far it is behind the mouth.
 */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { en } from '../../web/i18n/en.ts'
import {
  answerKeeping,
  clipButton,
  clips,
  control,
  guestPath,
  join,
  liveTalk,
  makeRoom,
  openLink,
} from '../support/app.ts'
import { recordedMs, recording, startRecording, tapAudio, wallClockMs } from '../support/audio-taps.ts'
import { likeness } from '../support/correlation.ts'
import { Stage } from '../support/stage.ts'
import { until } from '../support/until.ts'
import { from } from '../support/voice-messages.ts'

/** Shorter than a round of speech.wav, 9.5 s, so that nothing is said twice while it is compared. */
const LISTEN_MS = 4_000
/** What is played comes this much later at the most, and still is in the recording. */
const BEHIND_WITHIN_MS = 2_000
const ALIKE = 0.9
/** When the machine itself stood still for a moment, the player waits for what comes late: then again. */
const ROUNDS = 4

const stage = new Stage()
let ann: Page
let ben: Page

/** Ann talks in a room that keeps it; Ben hears nothing of the room but what his player plays. */
beforeAll(async () => {
  await stage.open()
  const annsProfile = await stage.person()
  const bensProfile = await stage.person()
  await tapAudio(annsProfile)
  await tapAudio(bensProfile)
  ann = await makeRoom(annsProfile, 'Rehearsal', { keeps: true })
  await join(ann, { name: 'Ann' })
  await control(ann, en.dock.mute).click()
  await answerKeeping(ann, 'yes')
  ben = await openLink(bensProfile, await guestPath(ann))
  await join(ben, { name: 'Ben', talk: 'push' })
  await answerKeeping(ben, 'no')
  await control(ben, en.dock.deafen).click()
})

afterAll(() => stage.close())

/** How alike a few seconds of it are, and how far behind the mouth Ben's player is in the median. */
async function compare(): Promise<{ correlation: number; behindMs: number }> {
  await startRecording(ann, ben)
  await until(async () => (await recordedMs(ann, 'said')) >= LISTEN_MS, 'what Ann says', LISTEN_MS + 20_000)
  const said = await recording(ann, 'said')
  const enoughMs = LISTEN_MS + BEHIND_WITHIN_MS
  await until(async () => (await recordedMs(ben, 'played')) >= enoughMs, 'what Ben’s player plays', enoughMs + 20_000)
  const played = await recording(ben, 'played')
  const { correlation, pieces } = likeness(said.samples, played.samples, said.sampleRateHz)
  const at = (ms: number) => Math.round((ms * said.sampleRateHz) / 1000)
  const behind = pieces
    .filter((piece) => piece.correlation > ALIKE / 2)
    .map(({ saidAtMs, heardAtMs }) => wallClockMs(played, at(heardAtMs)) - wallClockMs(said, at(saidAtMs)))
    .sort((a, b) => a - b)
  return { correlation, behindMs: Math.round(behind[behind.length >> 1] ?? Number.POSITIVE_INFINITY) }
}

it('plays what is being said, two seconds behind the mouth at the most', async () => {
  await control(ann, en.dock.unmute).click()
  await clipButton(liveTalk(ben, 'Ann'), en.clip.fromStart).click()
  await clipButton(liveTalk(ben, 'Ann'), en.clip.pause).waitFor()
  let best = { correlation: 0, behindMs: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS && !(best.correlation >= ALIKE && best.behindMs <= BEHIND_WITHIN_MS); round += 1) {
    best = await compare()
    console.log(`Played while it is spoken: ${best.correlation.toFixed(3)} alike, ${best.behindMs} ms behind`)
  }
  expect(best.correlation).toBeGreaterThanOrEqual(ALIKE)
  expect(best.behindMs).toBeLessThanOrEqual(BEHIND_WITHIN_MS)

  await control(ann, en.dock.mute).click()
  await clips(ben, 'Ann').waitFor()
  await liveTalk(ben, 'Ann').waitFor({ state: 'detached' })
  await clips(ben, 'Ann').getByText(en.clip.new).waitFor({ state: 'detached' })
})

it('from the start when it has gone on for long, and to now by one press', async () => {
  await control(ann, en.dock.unmute).click()
  await liveTalk(ben, 'Ann').getByText(from('0:06')).waitFor({ timeout: 20_000 })
  await clipButton(liveTalk(ben, 'Ann'), en.clip.fromStart).click()
  await liveTalk(ben, 'Ann').getByRole('button', { name: en.clip.toNow }).click()
  await liveTalk(ben, 'Ann').getByRole('button', { name: en.clip.toNow }).waitFor({ state: 'detached' })
  await until(
    async () => {
      const { correlation, behindMs } = await compare()
      console.log(`After the jump: ${correlation.toFixed(3)} alike, ${behindMs} ms behind`)
      return correlation >= ALIKE && behindMs <= BEHIND_WITHIN_MS
    },
    'the player to be near the mouth',
    60_000,
  )
})
