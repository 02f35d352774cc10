/** When the migrations of the local database are applied, and when that is known to be done. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isMigrated, rememberMigrated } from '../../scripts/set-up/database.mjs'

const DATABASES = 'v3/d1/miniflare-D1DatabaseObject'

let state: string

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'earshot-state-'))
  mkdirSync(join(state, DATABASES), { recursive: true })
  writeFileSync(join(state, DATABASES, 'metadata.sqlite'), '')
})

afterEach(() => rmSync(state, { recursive: true }))

const makeDatabase = () => writeFileSync(join(state, DATABASES, '2ade675a.sqlite'), '')

it('applies them to a new database, and not again', () => {
  makeDatabase()
  expect(isMigrated(state, 'these')).toBe(false)
  rememberMigrated(state, 'these')
  expect(isMigrated(state, 'these')).toBe(true)
})

it('applies others', () => {
  makeDatabase()
  rememberMigrated(state, 'these')
  expect(isMigrated(state, 'others')).toBe(false)
})

it('applies them anew where the database was removed', () => {
  rememberMigrated(state, 'these')
  expect(isMigrated(state, 'these')).toBe(false)
})

it('knows nothing of a state that is gone', () => {
  rememberMigrated(join(state, 'gone'), 'these')
  expect(isMigrated(join(state, 'gone'), 'these')).toBe(false)
})
