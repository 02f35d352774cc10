/** What was measured, as the page says it. */

import { describe, expect, it } from 'vitest'
import {
  audienceTables,
  generatorRemark,
  loadTables,
  missingRemark,
  percent,
} from '../../../../bench/relay/page/tables.ts'
import { row, WHEN } from '../rows.ts'

describe('a table of loads', () => {
  it('holds every server of a load, under the name of the load', () => {
    const tables = loadTables([row(), row({ server: 'ws' }), row({ listeners: 10, speakers: 2 })])
    expect(tables.split('\n\n').map((part) => part.split('\n').length)).toEqual([1, 4, 1, 3])
    expect(tables).toContain('### 200 members, 4 speak')
    expect(tables).toContain('| Earshot | 100 % | 4.0 ms | 20.0 ms | 5.0 µs | 20 % | 200 MiB | 220 /s | 40,000 /s |')
  })

  it('marks a server that has collapsed, and one that took nothing up', () => {
    const failed = { deliveredShare: 0 as const, failed: 'Nobody could join.' }
    const tables = loadTables([
      row({ deliveredShare: 0.43 }),
      { server: 'mumble', version: 'Mumble 1', listeners: 200, speakers: 4, ...failed, ...WHEN },
    ])
    expect(tables).toContain('| Earshot | **43 %** |')
    expect(tables).toContain('| Mumble | nothing | – |')
  })

  it('leaves an audience to a table of its own, from the smallest to the largest', () => {
    const steps = [3000, 1000, 2000].map((listeners) =>
      row({ audience: true, listeners, p99Ms: listeners > 2000 ? 101 : 99 }),
    )
    expect(loadTables(steps)).toBe('')
    const [summary, table] = audienceTables(steps).split('\n\n')
    expect(summary).toBe('**Earshot** carried **2,000**: 5.0 µs a packet, 20 % of a core, 200 MiB.')
    expect(table?.split('\n').map((line) => line.split(' | ')[0])).toEqual([
      '| members',
      '| ---',
      '| 1,000',
      '| 2,000',
      '| 3,000',
    ])
  })
})

it('does not take the most that were tried for the most that can be', () => {
  const steps = [1000, 2000].map((listeners) => row({ audience: true, listeners }))
  expect(audienceTables(steps)).toContain('carried **2,000**, the most that were tried:')
})

describe('a share', () => {
  it.each([
    [1, '100 %'],
    [0.99999, '99.99 %'],
    [0.995, '99.5 %'],
    [0.435, '43.5 %'],
    [0.004, '0.40 %'],
    [0, '0 %'],
  ])('of %f reads %s: never whole when it is not', (share, expected) => {
    expect(percent(share)).toBe(expected)
  })
})

it('names who was not there, and what to do', () => {
  const absent = { server: 'gorilla', missing: 'install golang-go', ...WHEN }
  expect(missingRemark([row(), absent])).toBe('Not measured: gorilla (Go) (install golang-go).')
})

it('names what the generator may have limited', () => {
  expect(generatorRemark([row({ server: 'bun', generatorBusyShare: 0.81 }), row()], 0.8)).toContain('Bun at 200 × 4.')
  expect(generatorRemark([row()], 0.8)).toBe('The generator was never more than 80 % busy.')
})
