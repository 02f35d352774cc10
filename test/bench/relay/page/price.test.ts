/** What an hour of a room costs. */

import { describe, expect, it } from 'vitest'
import { dollars, hourOf, priceTable } from '../../../../bench/relay/page/price.ts'
import { row } from '../rows.ts'

describe('an hour', () => {
  it('of one speaker, a message every 20 ms, is 9,000 requests', () => {
    const { requests, messages } = hourOf(50)
    expect(requests).toBe(9_000)
    expect(messages).toBeCloseTo(0.00135, 8)
  })

  it('of an object in memory is 460.8 GB-seconds, however much it does', () => {
    expect(hourOf(0).total).toBeCloseTo(460.8 * (12.5 / 1e6), 8)
    expect(hourOf(500).duration).toBe(hourOf(0).duration)
  })
})

it('is told for what Earshot carries and its largest audience, and for nobody else', () => {
  const loads = [row(), row({ server: 'bun' }), row({ listeners: 500, deliveredShare: 0.5 })]
  const steps = [1000, 2000, 3000].map((listeners) => row({ audience: true, listeners, p99Ms: listeners / 25 }))
  const rows = priceTable([...loads, ...steps])
    .split('\n')
    .slice(2)
  expect(rows).toEqual([
    '| 200 members, 4 speak | 220 /s | 39,600 | $0.0059 | $0.0058 | **$0.012** | $0.000058 |',
    '| 2,000 members, 4 speak | 220 /s | 39,600 | $0.0059 | $0.0058 | **$0.012** | $0.0000058 |',
  ])
})

it.each([
  [0, '$0'],
  [0.000058, '$0.000058'],
  [0.0117, '$0.012'],
  [1.5, '$1.50'],
  [12.345, '$12.35'],
])('writes %f dollars as %s', (value, expected) => {
  expect(dollars(value)).toBe(expected)
})
