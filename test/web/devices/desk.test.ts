/** Two choices at once at the sound desk: the last one counts, whatever an earlier one comes to and when. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { VoiceAudio } from '../../../src/client/index.ts'
import { microphoneId, speakerId } from '../../../web/app/preferences.ts'
import { Desk } from '../../../web/devices/desk.ts'

type Answer = PromiseWithResolvers<void>

let microphones: Record<string, Answer>
let speakers: Record<string, Answer>
let open: { deviceId: string; label: string } | undefined
let desk: Desk

/** What the desk uses of the sound machine: devices open when the test says so. */
const audio = {
  running: true,
  speaker: '',
  get microphone() {
    return open
  },
  async openMicrophone({ deviceId = '' }) {
    await microphones[deviceId]?.promise
    open = { deviceId, label: deviceId }
  },
  setSpeaker: async (deviceId: string) => speakers[deviceId]?.promise,
  on: () => () => undefined,
  devices: async () => ({ microphones: [], speakers: [] }),
  close: async () => undefined,
}

beforeEach(async () => {
  ;[microphones, speakers] = [{}, {}]
  open = undefined
  vi.spyOn(VoiceAudio, 'create').mockResolvedValue(audio as unknown as VoiceAudio)
  desk = new Desk()
  await desk.open()
  await desk.openMicrophone('built-in')
})

afterEach(async () => {
  await desk.close()
  vi.restoreAllMocks()
  microphoneId.value = speakerId.value = ''
})

it('a microphone that fails late does not make the one chosen after it one that failed', async () => {
  microphones.A = Promise.withResolvers()
  const choosing = desk.chooseMicrophone('A')
  await desk.chooseMicrophone('B')
  microphones.A.reject(new Error('busy'))
  await choosing
  expect([desk.microphoneChoiceFailed.value, microphoneId.value]).toEqual([false, 'B'])
  expect(desk.microphone.value).toMatchObject({ is: 'on', deviceId: 'B' })
})

it('nor does it turn off what is still being opened', async () => {
  open = undefined
  desk.microphone.value = { is: 'off' }
  ;[microphones.A, microphones.B] = [Promise.withResolvers(), Promise.withResolvers()]
  const choosing = [desk.chooseMicrophone('A'), desk.chooseMicrophone('B')]
  microphones.A.reject(new Error('busy'))
  await choosing[0]
  expect(desk.microphone.value.is).toBe('asking')
  microphones.B.resolve()
  await choosing[1]
  expect(desk.microphone.value).toMatchObject({ is: 'on', deviceId: 'B' })
})

it('a speaker neither', async () => {
  speakers.A = Promise.withResolvers()
  const choosing = desk.chooseSpeaker('A')
  await desk.chooseSpeaker('B')
  speakers.A.reject(new Error('gone'))
  await choosing
  expect([desk.speakerChoiceFailed.value, speakerId.value, desk.speaker.value]).toEqual([false, 'B', 'B'])
})

it('the last one that fails is told', async () => {
  microphones.A = Promise.withResolvers()
  const choosing = desk.chooseMicrophone('A')
  microphones.A.reject(new Error('busy'))
  await choosing
  expect([desk.microphoneChoiceFailed.value, microphoneId.value]).toEqual([true, ''])
})
