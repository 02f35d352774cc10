/**
 * Talk while R2 or D1 refuses everything: it goes on and is kept as ever, and its clips land by themselves when the trouble
 * is over.
 */

import { beforeAll, describe, expect, it } from 'vitest'
import { outage } from '../../bench/soak/outage.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'

const SECONDS = 3
const SEED = 1

beforeAll(() => findMediaTools(), INSTALL_TIMEOUT_MS)

describe.concurrent('talk that is kept', () => {
  it.each(['CLIPS', 'INDEX'] as const)(
    'goes on while %s is out of reach, and becomes clips afterwards',
    async (what) => {
      const figures = await outage({ what, seconds: SECONDS, seed: SEED, progress: () => {} })
      // It was an outage: talks failed, and none became a clip.
      expect(figures.failing).toBeGreaterThan(0)
      expect([figures.before.announced > 0, figures.during.announced]).toEqual([true, 0])
      expect(figures.during.relay.packets).toBeGreaterThan(0.3 * figures.before.relay.packets)
      // A batch a second, and what a busy machine may add. Whoever waited for R2 or D1 would be late by seconds.
      expect(figures.during.keptP99Ms).toBeLessThan(2_500)
      expect(figures.during.relay.p99Ms).toBeLessThan(1_000)
      expect(figures).toMatchObject({
        findings: [],
        lostSeconds: 0,
        duplicates: 0,
        invalidClips: 0,
        unfinishedTalks: 0,
      })
      expect(figures.acknowledgedSeconds).toBe(figures.spokenSeconds)
    },
  )
})
