/**
 * Writes the secrets of this machine's own Earshot, once. A file that is there is never touched.
 */

import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../command.mjs'

const FILE = join(ROOT, '.dev.vars')
/** RFC 7518 §3.2: an HS256 key has at least 256 bits. */
const KEY_BYTES = 32

export function writeLocalSecrets() {
  if (existsSync(FILE)) return
  writeFileSync(FILE, localSecrets(), { mode: 0o600, flag: 'wx' })
  console.log('Wrote .dev.vars: a signing key for this machine alone.')
}

const localSecrets =
  () => `# Written by "npm start" for this machine alone; not committed. Deployed, these are secrets: README.md says how.
TOKEN_KEYS="local:${randomBytes(KEY_BYTES).toString('base64url')}"
# Whoever reaches this address may make rooms.
ANYONE_MAY_CREATE_ROOMS="true"
`
