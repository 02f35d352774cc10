/** The settings of loads and tests are those of a deployment in everything but the rates. */

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writeRaisedConfig } from '../../scripts/set-up/raised-config.mjs'

it('raises every rate, and nothing else', () => {
  const real = readFileSync(new URL('../../wrangler.toml', import.meta.url), 'utf8').split('\n')
  const raised = readFileSync(writeRaisedConfig(), 'utf8').split('\n')
  const changed = raised.filter((line, at) => line !== real[at])
  expect(changed.length).toBe(real.filter((line) => line === '[[ratelimits]]').length)
  expect(changed.length).toBeGreaterThan(0)
  expect(new Set(changed)).toEqual(new Set(['simple = { limit = 1000000000, period = 60 }']))
  expect(raised.length).toBe(real.length)
})
