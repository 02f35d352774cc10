/**
 * The soak of bench/soak, small: the runtime is killed in the midst of talk and writing, and everything that was said must
 * be in the clips once, everything written in the log once.
 */

import { beforeAll, expect, it } from 'vitest'
import { soak } from '../../bench/soak/kills.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'

const KILLS = 2
const SEED = 1

beforeAll(() => findMediaTools(), INSTALL_TIMEOUT_MS)

it(`loses no talk and no message, doubles none, and finishes every clip over ${KILLS} kills (seed ${SEED})`, async () => {
  const figures = await soak({ kills: KILLS, seed: SEED, progress: () => {} })
  expect(figures).toMatchObject({
    findings: [],
    unacknowledgedHeldSeconds: 0,
    lostSeconds: 0,
    lostAcknowledgedSeconds: 0,
    lostMessages: 0,
    duplicates: 0,
    invalidClips: 0,
    unfinishedTalks: 0,
  })
  expect(figures.clips).toBeGreaterThan(KILLS)
  expect(figures.acknowledgedSeconds).toBeGreaterThan(5)
})
