/**
 * What files hold, in one line: by it a step of the set-up knows whether it was done with exactly these. File times would
 * not do: a pull, a copy or a restored cache changes them without meaning.
 */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../command.mjs'

/** @returns {string} of files, and of folders with all that is in them, by their paths from the root */
export function fingerprintOf(/** @type {string[]} */ inputs) {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap(filesUnder))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}

/** @returns {string[]} */
function filesUnder(/** @type {string} */ input) {
  const path = join(ROOT, input)
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [input]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(input, name)))
}
