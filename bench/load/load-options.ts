/**
 * The options of `npm run load`: read, checked and bounded. Pure: arguments in, options or a sentence out.
 *
 * Next: bench/load.ts
 */

import { parseArgs } from 'node:util'

export interface LoadOptions {
  /** An origin, without a slash at its end. */
  origin: string
  /** Undefined: a room is made for this. */
  room: { id: string; secret: string } | undefined
  listeners: number
  speakers: number
  seconds: number
  rampSeconds: number
  stall: number
  drop: number
  json: string | undefined
}

export type Reading = { ok: true; options: LoadOptions } | { ok: false; message: string } | { ok: 'help' }

const DEFAULT_URL = 'http://127.0.0.1:8787'
/** What one process can listen to; more come from several machines. */
const MAX_LISTENERS = 5_000
const MAX_SPEAKERS = 100
/** A token is good for 15 minutes: nobody has to be given a new one on the way. */
const MAX_SECONDS = 600
const MAX_RAMP_SECONDS = 120
/** Unless another ramp is asked for. */
const JOINS_PER_SECOND = 100

export const HELP = `npm run load -- [options]

Fills a room of a running Earshot with listeners and speakers, and measures what they hear.

  --url URL         where Earshot runs; ${DEFAULT_URL} unless said
  --create          make a room for this; so it is unless a room is given
  --room ID         the room to fill, and
  --secret SECRET   the secret of a link into it: the link is URL/r/ID#SECRET
  --listeners N     how many only listen; 20 unless said, at most ${MAX_LISTENERS}
  --speakers M      how many speak, and listen too; 2 unless said, at most ${MAX_SPEAKERS}
  --seconds S       how long to measure; 10 unless said, at most ${MAX_SECONDS}
  --ramp S          over how long they join, at most ${MAX_RAMP_SECONDS}; unless said, ${JOINS_PER_SECOND} a second
  --stall N         so many listeners stop reading for a third of that time
  --drop N          so many listeners lose their connection on the way, and come back
  --json FILE       write the figures there, too
  --help

docs/load.md says what the figures mean.`

const FLAGS = {
  url: { type: 'string' },
  create: { type: 'boolean' },
  room: { type: 'string' },
  secret: { type: 'string' },
  listeners: { type: 'string' },
  speakers: { type: 'string' },
  seconds: { type: 'string' },
  ramp: { type: 'string' },
  stall: { type: 'string' },
  drop: { type: 'string' },
  json: { type: 'string' },
  help: { type: 'boolean' },
} as const

/** What is wrong with the options, as a sentence for whoever typed them. */
class WrongOption extends Error {}

export function readLoadOptions(args: readonly string[]): Reading {
  try {
    const { values } = parseArgs({ args: withJoinedIds(args), options: FLAGS, strict: true })
    return values.help ? { ok: 'help' } : { ok: true, options: optionsOf(values) }
  } catch (error) {
    // parseArgs throws a TypeError whose message names what it does not know
    return { ok: false, message: `${(error as Error).message}\nAll options: npm run load -- --help` }
  }
}

/** A room's id and a secret are random, and one in 64 begins with a dash: what follows their flags is theirs all the same. */
function withJoinedIds(args: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const [arg, next] = [args[at] ?? '', args[at + 1]]
    const isId = (arg === '--room' || arg === '--secret') && next !== undefined && !next.startsWith('--')
    joined.push(isId ? `${arg}=${next}` : arg)
    if (isId) at += 1
  }
  return joined
}

function optionsOf(values: Partial<Record<keyof typeof FLAGS, string | boolean>>): LoadOptions {
  const text = (name: keyof typeof FLAGS) => values[name] as string | undefined
  const count = (name: keyof typeof FLAGS, fallback: number, least: number, most: number) =>
    numberOf(name, text(name), { fallback, least, most })
  const listeners = count('listeners', 20, 0, MAX_LISTENERS)
  const speakers = count('speakers', 2, 1, MAX_SPEAKERS)
  const stall = count('stall', 0, 0, listeners)
  const options: LoadOptions = {
    origin: originOf(text('url') ?? DEFAULT_URL),
    room: roomOf(text('room'), text('secret'), values.create === true),
    listeners,
    speakers,
    seconds: count('seconds', 10, 1, MAX_SECONDS),
    rampSeconds: count('ramp', Math.ceil((listeners + speakers) / JOINS_PER_SECOND), 0, MAX_RAMP_SECONDS),
    stall,
    drop: count('drop', 0, 0, listeners - stall),
    json: text('json'),
  }
  if (listeners + speakers < 2) throw new WrongOption('One speaker alone has nobody to hear them: add --listeners 1.')
  return options
}

function numberOf(
  name: string,
  text: string | undefined,
  { fallback, least, most }: { fallback: number; least: number; most: number },
): number {
  if (text === undefined) return fallback
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new WrongOption(`--${name} takes a whole number from ${least} to ${most}, and not "${text}".`)
}

function originOf(text: string): string {
  const url = URL.parse(text)
  if (url !== null && (url.pathname !== '/' || url.hash !== '')) {
    throw new WrongOption(
      '--url takes the address alone; of a link URL/r/ID#SECRET give --room ID and --secret SECRET.',
    )
  }
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  throw new WrongOption(`--url takes an address like ${DEFAULT_URL} or https://voice.example, and not "${text}".`)
}

function roomOf(id: string | undefined, secret: string | undefined, create: boolean): LoadOptions['room'] {
  if (create && (id !== undefined || secret !== undefined)) {
    throw new WrongOption('Give either --create or --room and --secret, not both.')
  }
  if (id === undefined && secret === undefined) return undefined
  if (id !== undefined && secret !== undefined) return { id, secret }
  throw new WrongOption('--room and --secret go together: both stand in a link into the room, URL/r/ID#SECRET.')
}
