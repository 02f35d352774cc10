/**
 * The soak of bench/upload, small: the runtime is killed in the midst of appends and right behind the last byte, and every
 * message must be in the room once, byte for byte.
 */

import { beforeAll, expect, it } from 'vitest'
import { uploadSoak } from '../../bench/upload/kills.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'

const KILLS = 4
const SEED = 1
/** Each kill costs a start of the runtime, ten times as long where the machine is busy. */
const WITHIN_MS = 180_000

beforeAll(() => findMediaTools(), INSTALL_TIMEOUT_MS)

it(
  `loses no byte, doubles no message and begins no upload anew over ${KILLS} kills (seed ${SEED})`,
  async () => {
    const figures = await uploadSoak({ kills: KILLS, seed: SEED, progress: () => {} })
    expect(figures).toMatchObject({
      findings: [],
      lostBytes: 0,
      lostSeconds: 0,
      duplicates: 0,
      invalidClips: 0,
      restartsFromZero: 0,
    })
    expect(figures.messages).toBeGreaterThan(0)
  },
  WITHIN_MS,
)
