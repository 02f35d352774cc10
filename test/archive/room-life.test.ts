/** How long a room lives. */

import { expect, it } from 'vitest'
import { destroyedAtMs } from '../../src/archive/room-life.ts'

it('lives for its days from the last time that somebody joined', () => {
  expect(destroyedAtMs(1_000, '30')).toBe(1_000 + 30 * 86_400_000)
  expect(destroyedAtMs(0, '0.5')).toBe(43_200_000)
})

it.each(['0', '', '-1', 'never', undefined])('lives for ever where the setting is %j', (days) => {
  expect(destroyedAtMs(1_000, days)).toBe(Number.POSITIVE_INFINITY)
})
