/**
 * What `npm start` does about TURN, by the settings of this machine: it hands on the secrets that `wrangler dev` would
 * leave where they are, and knows whether there are own servers to be probed.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { ROOT } from '../command.mjs'

/**
 * Those that a deployment may have and need not. Of `.dev.vars`, `wrangler dev` takes what wrangler.toml names alone, as a
 * variable or a required secret, and an optional secret is neither.
 */
const OPTIONAL_SECRETS = ['TURN_SECRETS', 'TURN_KEY_ID', 'TURN_KEY_API_TOKEN']

export const localTurn = () => turnSettings(read('.dev.vars'), read('wrangler.toml'))

/**
 * @param {string} devVars the text of .dev.vars
 * @param {string} config the text of wrangler.toml
 * @returns {{ arguments: string[], hasServers: boolean }} arguments for `wrangler dev`
 */
export function turnSettings(devVars, config) {
  const local = parseEnv(devVars)
  const named = OPTIONAL_SECRETS.filter((name) => local[name])
  const servers = local.TURN_SERVERS ?? SERVERS.exec(config)?.groups?.value ?? ''
  return {
    arguments: named.flatMap((name) => ['--var', `${name}:${local[name]}`]),
    hasServers: servers.trim() !== '',
  }
}

const SERVERS = /^[ \t]*TURN_SERVERS[ \t]*=[ \t]*"(?<value>[^"]*)"/m

function read(/** @type {string} */ name) {
  const path = join(ROOT, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
