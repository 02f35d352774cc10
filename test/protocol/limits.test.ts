/** docs/limits.md says what the code says: every limit stands there, with its value. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as audioMessage from '../../src/protocol/audio-message.ts'
import * as clientMessage from '../../src/protocol/client-message.ts'
import * as fields from '../../src/protocol/fields.ts'
import * as handshake from '../../src/protocol/handshake.ts'
import * as limits from '../../src/protocol/limits.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/limits.md')

/** Each row of its tables: what a limit is said to be, and the names that set it. */
const rows = [...page.matchAll(/^\| (?!what \|)[^|]+\| ([^|]+) \|[^|]*\| ([^|]+) \|$/gm)].map(
  ([, limit = '', by = '']) => ({
    limit,
    names: [...by.matchAll(/`([A-Z_]+(?:\.\w+)?)`/g)].map(([, name = '']) => name),
  }),
)
const elsewhere = { ...audioMessage, ...clientMessage, ...fields, ...handshake }

const count = (number: number) => number.toLocaleString('en')
const SECOND_MS = 1_000
const MIB = 1_048_576

/** How the page may write a value. */
function wordsFor(name: string, value: unknown): string[] {
  if (typeof value === 'number') return wordsForNumber(name, value)
  const { perSecond, burst, ...rest } = value as Record<string, number>
  if (perSecond === undefined || burst === undefined) return [Object.values(rest).map(count).join(', ')]
  const rate = perSecond < 1 ? `1 in ${count(1 / perSecond)} s` : `${count(perSecond)} a second`
  return [`${rate}, ${count(burst)} at once`]
}

function wordsForNumber(name: string, value: number): string[] {
  if (name.endsWith('_S')) return [`${count(value)} s`]
  if (name.endsWith('_MS')) {
    const inSeconds = value / SECOND_MS
    return [`${inSeconds} s`, `${inSeconds / 60} minutes`, `${inSeconds / 3_600} hours`]
  }
  if (name.endsWith('_BYTES')) return [`${count(value)} bytes`, `${value / MIB} MiB`]
  return [count(value)]
}

/** `NAME` or `NAME.part` among the exports of a module. */
const valueAt = (module: Record<string, unknown>, name: string): unknown => {
  const [first = '', part] = name.split('.')
  const value = module[first]
  return part === undefined ? value : (value as Record<string, unknown> | undefined)?.[part]
}

const isRates = (value: unknown): boolean =>
  typeof value === 'object' && Object.values(value as object).every((part) => typeof part === 'object')

/** Every limit of limits.ts, those that are several by part. */
const all = Object.entries(limits).flatMap(([name, value]) =>
  isRates(value) ? Object.keys(value).map((part) => `${name}.${part}`) : [name],
)

describe('docs/limits.md', () => {
  it.each(all)('has %s once', (name) => {
    expect(rows.filter(({ names }) => names.includes(name)).length).toBe(1)
  })

  it.each(rows.flatMap(({ limit, names }) => names.map((name) => ({ name, limit }))))(
    'says of $name what it is',
    ({ name, limit }) => {
      if (name.startsWith('RATE_') || name === 'ROOM_MEMBERS') return expect(limit).toBe(deployed(name))
      const value = valueAt(limits, name) ?? valueAt(elsewhere, name)
      const said = name === 'HELD_SIGNALS' ? limit.replace(/ (?:for one|from one|in all)/g, '') : limit
      expect(wordsFor(name, value).filter((words) => said.includes(words)).length, `${limit} of ${name}`).toBe(1)
    },
  )

  it('has every rate of wrangler.toml, all of one period', () => {
    const named = rows.flatMap(({ names }) => names).filter((name) => name.startsWith('RATE_'))
    expect(named.sort()).toEqual(rates.map(({ name }) => name).sort())
    expect(new Set(rates.map(({ period }) => period))).toEqual(new Set([limits.EDGE_PERIOD_S]))
    expect(new Set(rates.map(({ id }) => id)).size).toBe(rates.length)
  })
})

const settings = read('wrangler.toml')
const RATE =
  /\[\[ratelimits\]\]\nname = "(\w+)"[^\n]*\nnamespace_id = "(\d+)"\nsimple = \{ limit = (\d+), period = (\d+) \}/g
const rates = [...settings.matchAll(RATE)].map(([, name = '', id, limit, period]) => ({
  ...{ name, id, limit: Number(limit), period: Number(period) },
}))

function deployed(name: string): string {
  const rate = rates.find((one) => one.name === name)
  if (rate !== undefined) return `${count(rate.limit)} a minute`
  return count(Number(new RegExp(`^${name} = "(\\d+)"$`, 'm').exec(settings)?.[1]))
}
