/**
 * SQL with its values written into it, for a command line that binds none. The values may be anything: SQLite's literals
 * have one escape, the doubled quote (sqlite.org/lang_expr.html, section 3), and what has no literal is refused.
 */

/** What is none of our business, then a place for a value: in quotes a question mark is none. */
const PLACES = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\?(\d*)/g

/** Writes `values[0]` for each `?1`, and so on. */
export const withLiterals = (sql: string, values: readonly unknown[]): string =>
  sql.replaceAll(PLACES, (found, number?: string) => {
    if (number === undefined) return found
    const at = Number(number) - 1
    if (!(at in values)) throw new Error(`The statement has no value for ${found}.`)
    return literal(values[at])
  })

function literal(value: unknown): string {
  if (value === null) return 'NULL'
  // SQLite reads other numbers to within a digit in the last place, and the index has none.
  if (Number.isSafeInteger(value)) return String(value)
  // A text ends at the first zero byte, and half a surrogate has no UTF-8.
  if (typeof value === 'string' && !value.includes('\0') && value.isWellFormed())
    return `'${value.replaceAll("'", "''")}'`
  throw new Error(`A value of type ${typeof value} cannot be written as SQL.`)
}
