/**
 * Whether this machine's Earshot has TURN servers of its own to look after: what `.dev.vars` says of TURN_SERVERS, else
 * what wrangler.toml does, as `wrangler dev` reads them.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../command.mjs'

export const hasOwnTurn = () => namesServers(['.dev.vars', 'wrangler.toml'].map(read))

/** The first of `texts` that sets TURN_SERVERS decides. */
export function namesServers(/** @type {string[]} */ texts) {
  const values = texts.flatMap((text) => SETTING.exec(text)?.groups?.value ?? [])
  return values.length > 0 && /[a-z]/i.test(values[0] ?? '')
}

/** A line `TURN_SERVERS = "…"`, in TOML or as a shell would write it; not one that is commented out. */
const SETTING = /^[ \t]*(?:export[ \t]+)?TURN_SERVERS[ \t]*=(?<value>.*)$/m

function read(/** @type {string} */ name) {
  const path = join(ROOT, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
