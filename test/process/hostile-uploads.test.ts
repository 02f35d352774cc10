/** Broken requests of tus at their small number: what must hold whatever the machine does meanwhile. */

import { beforeAll, expect, it } from 'vitest'
import { requestTrial } from '../../bench/hostile-uploads/request-trial.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'

const SEED = 3
const REQUESTS = 500

beforeAll(findMediaTools, INSTALL_TIMEOUT_MS)

it(`answers every broken upload as documented, and keeps nothing that does not play (seed ${SEED})`, {
  timeout: 240_000,
}, async () => {
  const figures = await requestTrial({ requests: REQUESTS, seed: SEED })
  expect(figures.findings).toEqual([])
  expect(figures.stored.findings).toEqual([])
  expect([figures.requests >= REQUESTS, figures.isWell]).toEqual([true, true])
  expect(figures.mutated).toBeGreaterThan(REQUESTS / 4)
  // Some are whole, and are kept; most reasons to refuse one turn up.
  expect(figures.stored.objects).toBeGreaterThan(REQUESTS / 100)
  expect(Object.keys(figures.answers)).toEqual(
    expect.arrayContaining(['200', '201', '204', '400', '401', '404', '409', '412', '415', '422']),
  )
})
