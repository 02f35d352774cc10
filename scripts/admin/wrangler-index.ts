/**
 * The index as src/store knows it, reached by `wrangler d1 execute` from outside of any Worker: so that there is one place
 * with SQL, whoever asks. It has what the statements there use, and no more of D1.
 */

import { execFile } from 'node:child_process'
import { ROOT, SetUpError } from '../command.mjs'
import { TOOL_ENVIRONMENT, TOOLS } from '../set-up/runtime.mjs'
import type { Place } from './options.ts'
import { withLiterals } from './sql-literals.ts'

type Rows = { results: unknown[] }

/** By its binding in wrangler.toml: its name there may be another. */
const DATABASE = 'INDEX'

export function wranglerIndex(place: Place): D1Database {
  const execute = (sql: string[]) => wrangler([...placeOptions(place), '--command', sql.join(';\n')], place)
  const index = {
    prepare: (sql: string) => new Statement(sql, [], execute),
    batch: (statements: Statement[]) => execute(statements.map(({ sql }) => sql)),
  }
  return index as unknown as D1Database
}

class Statement {
  readonly #text: string
  readonly #values: readonly unknown[]
  readonly #execute: (sql: string[]) => Promise<Rows[]>

  constructor(text: string, values: readonly unknown[], execute: (sql: string[]) => Promise<Rows[]>) {
    this.#text = text
    this.#values = values
    this.#execute = execute
  }

  get sql(): string {
    return withLiterals(this.#text, this.#values)
  }

  bind(...values: unknown[]): Statement {
    return new Statement(this.#text, values, this.#execute)
  }

  async all(): Promise<Rows> {
    const [answer] = await this.#execute([this.sql])
    return answer ?? { results: [] }
  }

  run(): Promise<Rows> {
    return this.all()
  }

  async first(): Promise<unknown> {
    return (await this.all()).results[0] ?? null
  }
}

const placeOptions = ({ remote, persistTo }: Place): string[] => [
  remote ? '--remote' : '--local',
  ...(persistTo === undefined ? [] : ['--persist-to', persistTo]),
]

function wrangler(args: string[], place: Place): Promise<Rows[]> {
  const command = [TOOLS.wrangler, 'd1', 'execute', DATABASE, '--json', ...args]
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      command,
      { cwd: ROOT, env: { ...process.env, ...TOOL_ENVIRONMENT } },
      (error, out, err) => {
        const answer = jsonIn(out)
        if (error === null && Array.isArray(answer)) resolve(answer)
        else reject(failure(textOf(answer) ?? `${out}${err}`.trim(), place))
      },
    )
  })
}

/** Wrangler says what it has to say ahead of the JSON, if anything. */
function jsonIn(output: string): unknown {
  try {
    return JSON.parse(output.slice(output.search(/^[[{]/m)))
  } catch {
    return undefined // no JSON at all: it failed before it asked, and its words say why
  }
}

const textOf = (answer: unknown): string | undefined =>
  (answer as { error?: { text?: string } } | undefined)?.error?.text

function failure(reason: string, { remote }: Place): SetUpError {
  return new SetUpError(`The database did not answer: ${reason}\n\n${adviceOn(reason, remote)}`)
}

function adviceOn(reason: string, remote: boolean): string {
  if (/no such (?:table|column)/.test(reason)) {
    return remote
      ? 'Its tables are not up to date. Bring them: npx wrangler d1 migrations apply INDEX --remote'
      : 'Its tables are not up to date. Run npm start once, which brings them.'
  }
  return remote
    ? 'Check that wrangler is logged in (npx wrangler login, or CLOUDFLARE_API_TOKEN), and that wrangler.toml names the database_id of this Earshot.'
    : 'Try again. If it stays so, check with: npx wrangler d1 execute INDEX --local --command "SELECT 1"'
}
