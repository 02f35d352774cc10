/** What is wrong with a microphone, until it is right again. */

import { expect, it } from 'vitest'
import { MicrophoneFaults } from '../../../web/devices/microphone-faults.ts'

const NOTHING = 127
/** Three seconds of levels. */
const hear = (faults: MicrophoneFaults, level: number, levels = 75) => {
  for (let index = 0; index < levels; index += 1) faults.hear(level)
}

it('says that nothing comes until anything does, however faint', () => {
  const faults = new MicrophoneFaults()
  faults.tell('no-sound')
  hear(faults, NOTHING)
  expect(faults.now.value).toBe('no-sound')
  faults.hear(NOTHING - 1)
  expect(faults.now.value).toBeUndefined()
})

it('says that it is too loud until three seconds of talk were softer', () => {
  const faults = new MicrophoneFaults()
  hear(faults, 8)
  faults.tell('too-loud')
  hear(faults, 11, 74)
  expect(faults.now.value).toBe('too-loud')
  faults.hear(11)
  expect(faults.now.value).toBeUndefined()
})

it('goes on saying so while the talk is as loud, and through silence', () => {
  const faults = new MicrophoneFaults()
  hear(faults, 8)
  faults.tell('too-loud')
  hear(faults, 9)
  hear(faults, 90)
  expect(faults.now.value).toBe('too-loud')
})

it('forgets it all with another microphone, and that it is too loud when somebody has read it', () => {
  const faults = new MicrophoneFaults()
  faults.tell('no-sound')
  faults.reset()
  expect(faults.now.value).toBeUndefined()
  faults.tell('too-loud')
  faults.dismiss()
  expect(faults.now.value).toBeUndefined()
})

it('says first that nothing comes', () => {
  const faults = new MicrophoneFaults()
  faults.tell('too-loud')
  faults.tell('no-sound')
  expect(faults.now.value).toBe('no-sound')
})
