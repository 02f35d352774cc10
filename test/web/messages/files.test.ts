/** Which files are taken for sound, and how large they are said to be. */

import { expect, it } from 'vitest'
import { chosenOf, endingOf, isSound, MOST_FILES, sizeOf } from '../../../web/room/messages/files.ts'

const file = (name: string, type = '') => ({ name, type, size: 1 })

it.each(['audio/mp4', 'audio/x-wav', 'audio/flac'])('takes %s, whatever it is called', (type) => {
  expect(isSound(file('take', type))).toBe(true)
})

it('takes what only its name tells, and what is called a video for its container', () => {
  expect(isSound(file('Take 3.M4A'))).toBe(true)
  expect(isSound(file('note.opus'))).toBe(true)
  expect(isSound(file('voice.webm', 'video/webm'))).toBe(true)
})

it('takes no picture, no text, and nothing that is merely named like a folder of sounds', () => {
  expect(isSound(file('cover.png', 'image/png'))).toBe(false)
  expect(isSound(file('mp3'))).toBe(false)
  expect(isSound(file('song.mp3.txt', 'text/plain'))).toBe(false)
})

it('leaves nothing out without a word', () => {
  const [talk, words] = [file('talk.mp3'), file('words.txt', 'text/plain')]
  expect(chosenOf([talk, words])).toEqual({ sounds: [talk], others: ['words.txt'], isMore: false })
  const many = Array.from({ length: MOST_FILES + 1 }, (_, at) => file(`${at}.mp3`))
  expect(chosenOf(many)).toEqual({ sounds: many.slice(0, MOST_FILES), others: [], isMore: true })
})

it('tells what a name promises', () => {
  expect(['talk.2.mp3', 'talk', 'Mr. Smith speaks'].map(endingOf)).toEqual(['.mp3', '', ''])
})

it.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [34_000, '33 kB'],
  [3_400_000, '3.2 MB'],
  [104_857_600, '100 MB'],
])('says of %i bytes: %s', (bytes, said) => {
  expect(sizeOf(bytes)).toBe(said)
})
