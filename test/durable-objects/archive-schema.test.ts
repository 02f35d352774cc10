/** The Archive's tables: a room that is made now has those that an older one has come to. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { bringUpToDate, migrate } from '../../durable-objects/archive-schema.ts'
import { MessageTables } from '../../durable-objects/message-tables.ts'
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

/** As it was when each who was still to hear a burning message had a row. */
const BEFORE_COUNTS = `DROP TABLE spared;
  ALTER TABLE burning DROP COLUMN told_at_ms;
  ALTER TABLE burning DROP COLUMN awaited;
  CREATE TABLE awaited (clip TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (clip, person)) WITHOUT ROWID;
  DELETE FROM migrations WHERE rowid = (SELECT MAX(rowid) FROM migrations);`

it('bring over who is still to hear a message that burns, and nobody else is waited for', () =>
  runInDurableObject(env.ARCHIVES.getByName(randomId()), async (_, { storage }) => {
    await storage.deleteAll()
    const { sql } = storage
    bringUpToDate(sql, 1)
    sql.exec(BEFORE_COUNTS)
    const seen = `INSERT INTO people (person, name, role, first_seen_at_ms, seen_at_ms) VALUES (?, '', 'speaker', ?, 9)`
    for (const person of ['ada', 'bob', 'cyd', 'late']) sql.exec(seen, person, 5)
    sql.exec(`INSERT INTO burning (clip, at_ms) VALUES ('two', 70), ('none', 70)`)
    sql.exec(`INSERT INTO awaited (clip, person) VALUES ('two', 'bob'), ('two', 'cyd')`)
    bringUpToDate(sql, 10)
    sql.exec(seen, 'new', 11)
    const messages = new MessageTables(sql)
    const heard = (clip: string, ...people: string[]) => people.map((person) => messages.noLongerAwait(clip, person))
    expect(heard('two', 'late', 'new', 'bob', 'cyd')).toEqual([false, false, false, true])
    expect(heard('none', 'bob', 'late')).toEqual([false, false])
  }))
