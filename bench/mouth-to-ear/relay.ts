/**
 * Earshot's own path: two people in the real app through `wrangler dev`, one speaks chirps, the other listens.
 * Tapped where the encoder's worklet gets its input and where the mixer hands its output to the speakers.
 */

import type { Browser, BrowserContext } from 'playwright-core'
import { guestPath, join, makeRoom, openLink, person } from '../../test/support/app.ts'
import { recordedMs, recording, startRecording, tapAudio } from '../../test/support/audio-taps.ts'
import { newPerson } from '../../test/support/browser.ts'
import { until } from '../../test/support/until.ts'
import { en } from '../../web/i18n/en.ts'
import { delaysMs } from './delays.ts'
import type { Session } from './figures.ts'

/** The listener hears this much before it counts: what a conversation is like, not how it begins. */
const SETTLE_MS = 3_000

/** `heardAt`: where the listener reaches the server, if that is elsewhere; `meanwhile` goes on while it is measured. */
export interface RelayTrial {
  origin: string
  heardAt?: string
  meanwhile?: (stop: AbortSignal) => Promise<void>
}

export async function measureRelay(browser: Browser, trial: RelayTrial, measureMs: number): Promise<Session> {
  const { origin, heardAt = origin, meanwhile = async () => {} } = trial
  const contexts = [await newPerson(browser, { origin }), await newPerson(browser, { origin: heardAt })] as const
  const stop = new AbortController()
  const [speaking, listening] = contexts
  try {
    for (const context of contexts) {
      await tapAudio(context)
      await context.addInitScript(openMicrophonesPlain)
    }
    const speaker = await makeRoom(speaking, 'Mouth to ear')
    await join(speaker, { name: 'Speaker', talk: 'push' })
    const listener = await openLink(listening, await guestPath(speaker))
    await join(listener, { name: 'Listener', talk: 'push' })
    await person(speaker, 'Listener').waitFor()
    // Held down, so that the voice detector has no say in what a chirp is.
    await speaker.getByRole('button', { name: en.dock.hold }).hover()
    await speaker.mouse.down()
    const record = async (lengthMs: number) => {
      await startRecording(speaker, listener)
      await until(async () => (await recordedMs(listener, 'heard')) >= lengthMs, 'the recording', lengthMs * 3)
    }
    await record(SETTLE_MS)
    const trouble = meanwhile(stop.signal)
    await record(measureMs)
    stop.abort()
    await trouble
    return delaysMs(await recording(speaker, 'said'), await recording(listener, 'heard'))
  } finally {
    stop.abort()
    await closeAll(contexts)
  }
}

/** Runs in the page: what the app asks of a microphone, without the processing that would treat a chirp as noise. */
function openMicrophonesPlain(): void {
  const { mediaDevices } = navigator
  const open = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = (constraints) => {
    const audio = typeof constraints?.audio === 'object' ? constraints.audio : {}
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
    return open({ ...constraints, audio: { ...audio, ...plain } })
  }
}

async function closeAll(contexts: readonly BrowserContext[]): Promise<void> {
  for (const context of contexts) await context.close()
}
