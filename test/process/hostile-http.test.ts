/** Hostile HTTP at its small size: every route, every kind of fault; what must hold whatever the machine does meanwhile. */

import { expect, it } from 'vitest'
import { hostileHttp } from '../../bench/hostile-http/trial.ts'

const SEED = 1
const BUSY_SHARE = 0.6
const REQUESTS = 700
/** Each route is asked some twenty times. */
const FEW = 5

it(`answers every hostile request as documented, lets nobody in and shields those who talk (seed ${SEED})`, async () => {
  const figures = await hostileHttp({
    requests: REQUESTS,
    seed: SEED,
    busyShare: BUSY_SHARE,
    quietMs: 1_000,
    progress: () => {},
  })
  expect(figures.findings).toEqual([])
  expect([figures.requests, figures.isWell, figures.bystandersLost]).toEqual([REQUESTS, true, 0])
  expect(figures.intrusions).toEqual([])
  expect(Math.min(...Object.values(figures.operations))).toBeGreaterThan(FEW)
  expect(figures.mustFail).toBeGreaterThan(REQUESTS / 5)
  // Whoever a busy machine keeps from reading for three seconds is spared the rest; the others hear all.
  expect(figures.during.packets / figures.during.expected).toBeGreaterThan(0.5)
  // Most are refused, and for every reason that there is.
  expect(Object.keys(figures.answers)).toEqual(
    expect.arrayContaining(['400', '401', '403', '404', '405', '413', '431']),
  )
})
