/** Broken files at their small number: what the check of clips lets through plays. */

import { expect, it } from 'vitest'
import { fileTrial } from '../../../bench/hostile-uploads/file-trial.ts'

const SEED = 1
const FILES = 300

it(`lets through no broken file that does not play, and never throws (seed ${SEED})`, async () => {
  const figures = await fileTrial({ files: FILES, seed: SEED, ffmpegEvery: 0 })
  expect(figures.findings).toEqual([])
  // Some are let through, and each reason is one that a file was refused for.
  expect(figures.accepted).toBeGreaterThan(FILES / 40)
  expect(Object.keys(figures.refused)).toEqual(
    expect.arrayContaining(['not-ogg-opus', 'broken-page', 'several-streams', 'broken-times', 'cut-off']),
  )
  expect(Object.keys(figures.faults).length).toBeGreaterThan(25)
})
