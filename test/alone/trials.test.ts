/**
 * The trials of bench/trials that load the machine, at their small size: what must hold whatever it does meanwhile. Those
 * that mostly wait are in test/process.
 */

import { expect, it } from 'vitest'
import { deploy } from '../../bench/trials/deploy.ts'
import { hostile } from '../../bench/trials/hostile.ts'

const SEED = 1
const options = { size: 'small', seed: SEED, progress: () => {} } as const

it('[R2] [R3] lets everybody back in when all sockets are closed at once, without a second wave', async () => {
  const { back, ...figures } = await deploy(options)
  expect(back.attempts).toEqual({ in: figures.members })
  expect(back.returned).toBe(figures.members)
  expect(back.lostAgain).toBe(0)
  // They were cut off together, and do not come back together: the first attempts are spread over 100 ms.
  expect(back.spreadMs).toBeGreaterThan(30)
  expect([figures.membersAfter, figures.deaf]).toEqual([figures.members, 0])
})

it(`[R1] closes every offender as documented and shields those who talk beside them (seed ${SEED})`, async () => {
  const figures = await hostile(options)
  expect(figures.surprises).toEqual([])
  expect(figures.errors).toEqual([])
  expect(figures.intrusions).toEqual([])
  expect([figures.isAlive, figures.bystandersLost]).toEqual([true, 0])
  expect(figures.during.packets).toBe(figures.during.expected)
  expect(figures.during.expected).toBeGreaterThan(0)
  expect(figures.rssMiB.most - figures.rssMiB.before).toBeLessThan(256)
})
