/**
 * What happens to devices, so many times in a row, and what each time cost: microphones by the quiet in the packets that
 * leave, speakers by the clock of what is played. Each leaves the lab as it found it, if the number is even.
 */

import { BUILT_IN, HEADSET, plug } from '../../test/support/plug-board.ts'
import { until } from '../../test/support/until.ts'
import type { DeviceLab } from './lab.ts'

/** After a change of speaker: its pause has been there by then. */
const SPEAKER_SETTLED_MS = 300
/** −dBov: quieter than any noise of the lab. */
const SILENT_LEVEL = 60
/** What takes longer than this does not happen. */
const PATIENCE_MS = 30_000

const turns = (count: number): number[] => Array.from({ length: count }, (_, turn) => turn)
const isOdd = (turn: number): boolean => turn % 2 === 1

/** The microphone is closed for so long, by the clock of the sound: what the measuring itself has to see. */
export async function microphoneClosed(lab: DeviceLab, forMs: number): Promise<number[]> {
  const close = () =>
    lab.page.evaluate(async (forMs) => {
      const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
      const { context } = bench.audio
      bench.audio.closeMicrophone()
      const untilS = context.currentTime + forMs / 1_000
      while (context.currentTime < untilS) await new Promise((resolve) => setTimeout(resolve, 10))
      await bench.audio.openMicrophone({ ...plain, deviceId: bench.devices.microphones[1] ?? '' })
    }, forMs)
  return lab.gapsMs([close])
}

/** Another microphone is chosen. */
export async function microphonesChosen(lab: DeviceLab, count: number): Promise<number[]> {
  const choose = (turn: number) => () =>
    lab.page.evaluate(async (index) => {
      const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
      await bench.audio.openMicrophone({ ...plain, deviceId: bench.devices.microphones[index] ?? '' })
    }, turn % 2)
  return lab.gapsMs(turns(count).map(choose))
}

/** The chosen microphone is unplugged, and plugged in again. */
export async function microphonesPlugged(
  lab: DeviceLab,
  count: number,
): Promise<{ lostMs: number[]; returnedMs: number[] }> {
  const acts = turns(2 * count).map((turn) => () => plug(lab.page, ...(isOdd(turn) ? [BUILT_IN, HEADSET] : [BUILT_IN])))
  const gaps = await lab.gapsMs(acts)
  return {
    lostMs: gaps.filter((_, turn) => !isOdd(turn)),
    returnedMs: gaps.filter((_, turn) => isOdd(turn)),
  }
}

/** Another speaker is chosen. */
export async function speakersChosen(lab: DeviceLab, count: number): Promise<number[]> {
  const pauses: number[] = []
  for (const turn of turns(count)) {
    await beginPause(lab)
    await lab.page.evaluate((index) => bench.audio.setSpeaker(bench.devices.speakers[index] ?? ''), turn % 2)
    pauses.push(await longestPauseMs(lab))
  }
  return pauses
}

/** The chosen speaker is unplugged, and plugged in again: one figure for each of the two. */
export async function speakersPlugged(lab: DeviceLab, count: number): Promise<number[]> {
  await lab.page.evaluate(() => bench.audio.setSpeaker(bench.devices.speakers[1] ?? ''))
  const before = (await lab.changes('speaker')).length
  const pauses: number[] = []
  for (const turn of turns(2 * count)) {
    await beginPause(lab)
    await plug(lab.page, ...(isOdd(turn) ? [BUILT_IN, HEADSET] : [BUILT_IN]))
    await until(async () => (await lab.changes('speaker')).length > before + turn, 'another speaker')
    pauses.push(await longestPauseMs(lab))
  }
  return pauses
}

/** A call takes microphone and sound; from the tap that fetches them back until the voice is with the listener. */
export async function callsTaken(lab: DeviceLab, count: number): Promise<number[]> {
  await lab.page.evaluate(growButton)
  const tookMs: number[] = []
  for (const _ of turns(count)) {
    await lab.page.evaluate(() => plugBoard.beginCall())
    await until(() => lab.page.evaluate(() => bench.audio.interruption.sound), 'the call to be noticed')
    await lab.page.evaluate(() => plugBoard.endCall())
    const before = lab.listener.packets.length
    await lab.page.getByRole('button', { name: 'Go on' }).click()
    const isHeard = () => lab.listener.packets.slice(before).some(({ level }) => level < SILENT_LEVEL)
    await until(isHeard, 'the voice to be heard again', PATIENCE_MS)
    const heardAtMs = Date.now()
    tookMs.push(heardAtMs - (await lab.page.evaluate(() => plugBoard.happenedAtMs)))
    const isWell = () => lab.page.evaluate(() => !bench.audio.interruption.microphone && bench.audio.running)
    await until(isWell, 'all to be well', PATIENCE_MS)
  }
  return tookMs
}

/** Runs in the page. */
function growButton(): void {
  const button = document.body.appendChild(document.createElement('button'))
  button.textContent = 'Go on'
  button.addEventListener('click', () => void bench.audio.recover())
  // Of the tap, whichever part of it comes first.
  addEventListener(
    'pointerdown',
    () => {
      plugBoard.happenedAtMs = Date.now()
    },
    true,
  )
}

const beginPause = ({ page }: DeviceLab): Promise<void> =>
  page.evaluate(() => {
    bench.longestPauseMs = 0
  })

async function longestPauseMs({ page }: DeviceLab): Promise<number> {
  const seenAtMs = (await page.evaluate(() => Date.now())) + SPEAKER_SETTLED_MS
  await page.waitForFunction((untilMs) => Date.now() >= untilMs, seenAtMs, { polling: 20 })
  return page.evaluate(() => bench.longestPauseMs)
}
