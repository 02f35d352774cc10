/** When a session began, as its packets tell. */

import { describe, expect, it } from 'vitest'
import { betterBeganAtMs, sessionBeganAtMs } from '../../src/archive/talk-packets.ts'
import { packetAt } from '../support/room-lab.ts'

describe('when a session began', () => {
  it('is told by its newest packet', () => {
    expect(sessionBeganAtMs([packetAt(100), packetAt(300), packetAt(200)], 10_000)).toBe(7_000)
  })

  it('is not later for packets that were late', () => {
    expect([betterBeganAtMs(null, 7_000), betterBeganAtMs(7_000, 9_900), betterBeganAtMs(7_000, 6_990)]).toEqual([
      7_000, 7_000, 6_990,
    ])
  })

  it('seems later, and is to seem so, when the device has slept', () => {
    expect(betterBeganAtMs(7_000, 3_607_000)).toBe(3_607_000)
  })
})
