/** Goals are ratios within one run, and figures of Earshot's own. */

import { describe, expect, it } from 'vitest'
import { goalsOf } from '../../../../bench/relay/page/goals.ts'
import { row } from '../rows.ts'

const SMALL = { listeners: 10, speakers: 2 }
const DEBATE = { listeners: 200, speakers: 16 }

const told = (results: Parameters<typeof goalsOf>[0]) =>
  goalsOf(results).map(({ goal, isReached }) => [goal, isReached])

describe('a goal', () => {
  it('of ten members is told beside the hub on ws', () => {
    const peer = row({ ...SMALL, server: 'ws', p50Ms: 1, p99Ms: 2 })
    expect(told([row({ ...SMALL, p50Ms: 2, p99Ms: 4.51 }), peer])).toEqual([
      ["p50 ≤ 1.5 × the `ws` hub's + 0.5 ms = 2.0 ms", true],
      ["p99 ≤ 2 × the `ws` hub's + 0.5 ms = 4.5 ms", false],
    ])
  })

  it('of server time is a ratio to that of others', () => {
    const peers = [
      row({ ...DEBATE, server: 'bun', cpuMicrosPerPacket: 3 }),
      row({ ...DEBATE, server: 'gorilla', cpuMicrosPerPacket: 9 }),
    ]
    expect(goalsOf([row({ ...DEBATE, cpuMicrosPerPacket: 4.6 }), ...peers]).slice(2)).toMatchObject([
      { got: '1.53 ×', isReached: true },
      { got: '0.51 ×', isReached: false },
    ])
  })

  it('is not told when there is nothing to tell it by', () => {
    expect(told([row({ ...SMALL })])).toEqual([])
    expect(told([row({ ...DEBATE })])).toEqual([
      ['everything delivered', true],
      ['p99 ≤ 45 ms', true],
    ])
  })

  it('of delivery is not reached by nearly everything', () => {
    expect(told([row({ ...DEBATE, deliveredShare: 0.9998 })])).toContainEqual(['everything delivered', false])
  })

  it('of an audience needs processor time to spare', () => {
    const step = (listeners: number, busyShare: number) => row({ audience: true, listeners, busyShare })
    expect(goalsOf([step(1500, 0.7), step(2000, 0.81)])).toMatchObject([{ got: '1,500 members', isReached: false }])
    expect(goalsOf([step(1500, 0.7), step(2000, 0.8)])).toMatchObject([{ got: '2,000 members', isReached: true }])
  })
})
