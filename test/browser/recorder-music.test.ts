/** A voice message in music mode, with the real codec: two channels, told apart, in a file that says so. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { VoiceRecorder } from '../../src/client/index.ts'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { makeKeepingRoom, speakFor } from '../support/keeping-page.ts'
import { openSdkPage, startSdkSite } from '../support/sdk-site.ts'
import type { Site } from '../support/site.ts'
import { useStage } from '../support/stage.ts'
import { LEFT_HZ, playInStereo, RIGHT_HZ } from '../support/stereo.ts'

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

it('is of two channels, which stay apart', async () => {
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
