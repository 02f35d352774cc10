/** Noticing a microphone that brings nothing, or too much. Frames are 20 ms, told of in twos. */

import { beforeEach, expect, it } from 'vitest'
import { MicrophoneHealth } from '../../src/client/microphone-health.ts'

let health: MicrophoneHealth
beforeEach(() => {
  health = new MicrophoneHealth()
})

/** What is wrong within so many ms. */
function faults(ms: number, { level = 40, voiced = 0, clipped = 0 } = {}): string[] {
  const told: string[] = []
  for (let heardMs = 0; heardMs < ms; heardMs += 40) told.push(health.push(2, level, voiced, clipped) ?? '')
  return told.filter((fault) => fault !== '')
}
const SILENT = { level: 127 }
const CLIPPED = { level: 3, voiced: 2, clipped: 2 }
const FINE = { level: 20, voiced: 2 }

it('says once that nothing comes, after five seconds of nothing at all', () => {
  expect(faults(4_960, SILENT)).toEqual([])
  expect(faults(40, SILENT)).toEqual(['no-sound'])
  expect(faults(60_000, SILENT)).toEqual([])
})

it('takes the noise of a quiet room for a microphone that works', () => {
  expect(faults(60_000, { level: 95 })).toEqual([])
})

it('says it again when it had come back meanwhile, or it is another microphone', () => {
  expect(faults(5_000, SILENT)).toEqual(['no-sound'])
  faults(40, { level: 60 })
  expect(faults(5_000, SILENT)).toEqual(['no-sound'])
  health.reset()
  expect(faults(5_000, SILENT)).toEqual(['no-sound'])
})

it('says once that a voice is too loud, after three seconds of it', () => {
  expect(faults(2_960, CLIPPED)).toEqual([])
  expect(faults(10_000, CLIPPED)).toEqual(['too-loud'])
})

it('forgives a laugh and a bump against the table', () => {
  expect(faults(100, CLIPPED)).toEqual([])
  expect(faults(10_000, FINE)).toEqual([])
  expect(faults(60_000, { level: 3, clipped: 2 })).toEqual([]) // no voice in it
})

it('says it again when it had been right meanwhile', () => {
  expect(faults(3_000, CLIPPED)).toEqual(['too-loud'])
  expect(faults(6_000, FINE)).toEqual([])
  expect(faults(3_000, CLIPPED)).toEqual(['too-loud'])
})
