/** The Archive’s questions about talk: what they answer, and that none of them looks at every talk there is. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { TalkTables } from '../../durable-objects/talk-tables.ts'
import { beginTalk, type TalkState } from '../../src/archive/stored-talk.ts'
import { newRoom } from './guest.ts'

const STATES = ['open', 'sealed', 'stored', 'indexed', 'announced', 'forgetting', 'forgotten'] as const
const EVERY_MS = 1_000
/** Clips that are long done, and those that are long gone: what a room is full of in the end. */
const OTHERS = 200
const OTHERS_AT_MS = 1_000_000
/** What a question may look at that finds as little as these do, however many others there are. */
const FEW_ROWS = 20

/** One talk of each state, the first begun at `EVERY_MS`, the others as long apart; and far behind them, the others. */
function fill(tables: TalkTables): void {
  for (const [at, state] of STATES.entries()) tables.keepTalk(talkOf(state, (at + 1) * EVERY_MS))
  for (let at = 0; at < OTHERS; at += 1) {
    tables.keepTalk(talkOf('announced', OTHERS_AT_MS + at))
    tables.keepTalk(talkOf('forgotten', OTHERS_AT_MS + at))
  }
}

function talkOf(state: TalkState, startedAtMs: number) {
  const talk = { clip: `${state}-${startedAtMs}`, firstSlot: 0, endSlot: 50, runs: [], bytes: 0, ended: true }
  const speaker = { session: startedAtMs < OTHERS_AT_MS ? 'ada' : 'bob', by: { person: 'ada', name: 'Ada' }, member: 1 }
  const begun = beginTalk({ ...talk, sealed: state !== 'open', continues: null }, speaker, startedAtMs, startedAtMs)
  const isDone = state === 'announced' || state === 'forgotten'
  return { ...begun, state, dueAtMs: isDone ? null : startedAtMs }
}

/** What `ask` answers of the tables of a full room, how SQLite goes about it, and how many rows it reads for that. */
async function asked(ask: (tables: TalkTables) => unknown) {
  const room = await newRoom({ keepTalk: true, keepDays: 7 })
  return runInDurableObject(env.ARCHIVES.getByName(room), (_, { storage: { sql } }) => {
    fill(new TalkTables(sql))
    const seen = { answer: undefined as unknown, plans: [] as string[], rowsRead: 0 }
    const exec = (query: string, ...bindings: SqlStorageValue[]) => {
      const plan = sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...bindings).toArray()
      seen.plans.push(...plan.map(({ detail }) => detail))
      const rows = sql.exec(query, ...bindings)
      const toArray = () => {
        const all = rows.toArray()
        seen.rowsRead += rows.rowsRead
        return all
      }
      return { toArray }
    }
    seen.answer = ask(new TalkTables({ exec } as unknown as SqlStorage))
    return seen
  })
}

const clipsOf = (talks: { clip: string }[]) => talks.map(({ clip }) => clip)

it.each([
  ['when the oldest clip was said', (tables: TalkTables) => tables.oldestClipAtMs(), 2 * EVERY_MS],
  [
    'clips before a moment, the oldest first',
    (tables: TalkTables) => clipsOf(tables.clipsBefore(4 * EVERY_MS, 9)),
    ['sealed-2000', 'stored-3000'],
  ],
  [
    'no more clips than are asked for',
    (tables: TalkTables) => clipsOf(tables.clipsBefore(9 * OTHERS_AT_MS, 3)),
    ['sealed-2000', 'stored-3000', 'indexed-4000'],
  ],
  [
    'what is unfinished',
    (tables: TalkTables) => clipsOf(tables.unfinishedTalks()),
    ['open-1000', 'sealed-2000', 'stored-3000', 'indexed-4000', 'forgetting-6000'],
  ],
  ['what is open', (tables: TalkTables) => clipsOf(tables.openTalks()), ['open-1000']],
  ['what is open of a session', (tables: TalkTables) => clipsOf(tables.openTalksOf('ada')), ['open-1000']],
  [
    'what is due',
    (tables: TalkTables) => clipsOf(tables.dueTalks(3 * EVERY_MS, 9)),
    ['open-1000', 'sealed-2000', 'stored-3000'],
  ],
  ['what is due next', (tables: TalkTables) => tables.nextDueMs(), EVERY_MS],
])('finds %s without looking at every talk', async (_, ask, expected) => {
  const { answer, plans, rowsRead } = await asked(ask)
  expect(answer).toEqual(expected)
  const looks = plans.filter((plan) => /^(SCAN|SEARCH) talks/.test(plan))
  expect(looks.length).toBeGreaterThan(0)
  for (const look of looks) expect(look).toMatch(/^SEARCH talks USING (COVERING )?INDEX/)
  expect(rowsRead).toBeLessThan(FEW_ROWS)
})
