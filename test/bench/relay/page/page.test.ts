/** The page and its pictures say what the results file says. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { niceStep } from '../../../../bench/relay/page/audience-picture.ts'
import { fill, pictures, sections } from '../../../../bench/relay/page/page.ts'
import { row } from '../rows.ts'

const RESULTS = JSON.parse(readFileSync('bench/results/relay.json', 'utf8'))

describe('docs/performance.md', () => {
  it('is what the results make of it', () => {
    const page = readFileSync('docs/performance.md', 'utf8')
    expect(fill(page, sections(RESULTS))).toBe(page)
  })

  it('shows the pictures that the results make', () => {
    const drawn = Object.fromEntries(
      readdirSync('docs/performance').map((name) => [name, readFileSync(`docs/performance/${name}`, 'utf8')]),
    )
    expect(drawn).toEqual(pictures(RESULTS))
  })
})

describe('a section', () => {
  it('replaces what stood between its marks, and nothing else', () => {
    const page = 'before\n<!-- a -->\nold\n<!-- /a -->\nafter'
    expect(fill(page, { a: 'new' })).toBe('before\n<!-- a -->\n\nnew\n\n<!-- /a -->\nafter')
  })

  it('without a place is an error', () => {
    expect(() => fill('before', { a: 'new' })).toThrow('no place for a')
  })
})

describe('a picture', () => {
  const results = [row({ p99Ms: 30 }), row({ server: 'ws', deliveredShare: 0.4 }), row({ server: 'bun', p50Ms: 0.3 })]

  it('says in words what it shows, for those who do not see it', () => {
    expect(pictures(results)['cost.svg']).toContain(
      '<desc id="description">200 members, 4 speak: Earshot 5.0 µs, ws (Node) collapses: 40 % delivered, Bun 5.0 µs.</desc>',
    )
    expect(pictures(results)['delay.svg']).toContain('Earshot 4.0 … 30.0 ms, ws (Node) collapses')
  })

  it('has no place off the page', () => {
    const audience = [500, 1000].map((listeners) => row({ listeners, audience: true }))
    for (const picture of Object.values(pictures([...results, ...audience]))) {
      expect(picture).not.toMatch(/NaN|Infinity|undefined/)
      expect(picture).not.toMatch(/(?:x|y|x1|x2|y1|y2|cx|cy|width|height)="-/)
    }
  })
})

it.each([
  [0.9, 1],
  [1, 1],
  [24, 25],
  [26, 50],
  [51, 100],
])('a grid of at least %f has steps of %f', (least, step) => {
  expect(niceStep(least)).toBe(step)
})
