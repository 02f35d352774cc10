/**
 * What an operator may ask for, and how: reads the arguments, and says what is wrong with them in a sentence.
 */

import { type ParseArgsConfig, parseArgs } from 'node:util'
import * as v from 'valibot'
import { Name } from '../../src/protocol/fields.ts'
import { KEY_SCOPES, type KeyScope } from '../../src/tokens/api-key.ts'
import { SetUpError } from '../command.mjs'

export const HELP = `Usage: npm run admin -- keys COMMAND [options]

  keys create --name NAME --scopes rooms,tokens   makes an API key and shows it, once
  keys list                                       lists all keys, and when each was last used
  keys revoke ID                                  ends a key, everywhere within 5 seconds
  keys hand-over ID --to ID                       makes the rooms of one key those of another, before it is revoked

Scopes: "rooms" makes, lists, runs and deletes rooms; "tokens" mints participants' tokens for them.

Options:
  --remote           the deployed Earshot (wrangler must be logged in); without it, the one on this machine
  --persist-to DIR   another folder for the local database, as in "wrangler dev --persist-to DIR"
  --json             the result as JSON; "npm run --silent admin -- …" prints nothing besides
  --help             this`

/** Which database. */
export interface Place {
  remote: boolean
  /** Undefined: wrangler's own folder. */
  persistTo: string | undefined
}

interface Asked {
  place: Place
  json: boolean
}

export type Command =
  | { do: 'help' }
  | ({ do: 'create'; name: string; scopes: KeyScope[] } & Asked)
  | ({ do: 'list' } & Asked)
  | ({ do: 'revoke'; id: string } & Asked)
  | ({ do: 'hand-over'; id: string; to: string } & Asked)

const EVERYWHERE = {
  remote: { type: 'boolean' },
  local: { type: 'boolean' },
  'persist-to': { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options']

export function readCommand(args: readonly string[]): Command {
  if (args.length === 0 || args.includes('--help') || args.includes('-h')) return { do: 'help' }
  const [group, command, ...rest] = args
  if (group !== 'keys') throw wrong(`There is no "${group}".`)
  switch (command) {
    case 'create':
      return readCreate(rest)
    case 'list':
      return { do: 'list', ...asked(parsed(rest, EVERYWHERE)) }
    case 'revoke':
      return readRevoke(rest)
    case 'hand-over':
      return readHandOver(rest)
    default:
      throw wrong(command === undefined ? 'What about keys?' : `There is no "keys ${command}".`)
  }
}

function readCreate(args: string[]): Command {
  const values = parsed(args, { ...EVERYWHERE, name: { type: 'string' }, scopes: { type: 'string' } })
  const name = v.safeParse(Name, values.name)
  if (values.name === undefined) throw wrong('A key needs a name, by which you know it again: --name "My server".')
  if (!name.success) throw wrong(`The name will not do. ${name.issues[0].message}`)
  return { do: 'create', name: name.output, scopes: readScopes(values.scopes), ...asked(values) }
}

function readScopes(text: string | undefined): KeyScope[] {
  const words = (text ?? '').split(/[\s,]+/).filter(Boolean)
  const unknown = words.find((word) => !(KEY_SCOPES as readonly string[]).includes(word))
  if (unknown !== undefined) throw wrong(`There is no scope "${unknown}".`)
  if (words.length === 0) throw wrong(`Say what the key is for: --scopes ${KEY_SCOPES.join(',')}, or one of them.`)
  return KEY_SCOPES.filter((scope) => words.includes(scope))
}

/** The id is read by its place: one may begin with a hyphen. */
function readRevoke([id, ...args]: string[]): Command {
  if (id === undefined || id.startsWith('--')) throw wrong('Name the key by its id; "keys list" shows it.')
  return { do: 'revoke', id, ...asked(parsed(args, EVERYWHERE)) }
}

/** Ids by their places again; `parseArgs` takes a value that begins with a hyphen only as `--to=-…`. */
function readHandOver([id, ...args]: string[]): Command {
  const nameBoth = wrong('Name both keys by their ids: keys hand-over ID --to ID.')
  if (id === undefined || id.startsWith('--')) throw nameBoth
  const at = args.indexOf('--to')
  const joined = at < 0 ? args : args.toSpliced(at, 2, `--to=${args[at + 1] ?? ''}`)
  const { to, ...values } = parsed(joined, { ...EVERYWHERE, to: { type: 'string' } })
  if (!to) throw nameBoth
  return { do: 'hand-over', id, to, ...asked(values) }
}

function asked(values: { remote?: boolean; local?: boolean; 'persist-to'?: string; json?: boolean }): Asked {
  const { remote = false, local = false, 'persist-to': persistTo, json = false } = values
  if (remote && (local || persistTo !== undefined)) throw wrong('--remote goes with neither --local nor --persist-to.')
  return { place: { remote, persistTo }, json }
}

function parsed<Options extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values
  } catch (error) {
    throw wrong(`${(error as Error).message.split('. ')[0]}.`)
  }
}

const wrong = (sentence: string): SetUpError =>
  new SetUpError(`${sentence} npm run admin -- --help says what there is.`)
