/** The Archive's tables: a room that is made now has those that an older one has come to. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { bringUpToDate, migrate } from '../../durable-objects/archive-schema.ts'
import { randomId } from './guest.ts'

type Make = (sql: SqlStorage, nowMs: number) => void

/** Every table, column and index of a storage, whatever the order in which they were made. */
const shapeOf = (make: Make) =>
  runInDurableObject(env.ARCHIVES.getByName(randomId()), async (_, { storage }) => {
    await storage.deleteAll()
    const { sql } = storage
    make(sql, 1)
    const all = (query: string, ...bindings: string[]) => sql.exec(query, ...bindings).toArray()
    const names = all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`)
    const tables = names.map(({ name }) => String(name)).sort()
    return {
      applied: all('SELECT COUNT(*) AS count FROM migrations'),
      tables: tables.map((table) => ({
        table,
        columns: all('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?) ORDER BY name', table),
        indexes: all('SELECT "unique", origin, partial FROM pragma_index_list(?) ORDER BY name', table),
      })),
      indexes: all(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`),
    }
  })

it('are the same, made at once or migration by migration', async () => {
  const fresh = await shapeOf(bringUpToDate)
  expect(fresh.tables.length).toBeGreaterThan(12)
  expect(fresh).toEqual(await shapeOf(migrate))
})
