/**
 * What somebody asks to import, and where to: reads the arguments, and says what is wrong with them in a sentence.
 */

import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { LinkSecret, Name, RoomId } from '../../src/protocol/fields.ts'
import { SetUpError } from '../command.mjs'

export const HELP = `Usage: npm run import -- FILE… --room LINK [--name NAME] [--again]

Sends each file to the room as a voice message. Ogg Opus goes as it is; everything else that ffmpeg reads (MP3, M4A, WAV,
FLAC, WebM, AMR, video, …) is converted first, which needs ffmpeg on this machine. A file that was sent to the room before,
by this machine and under the same name, is not sent twice.

Options:
  --room LINK   the room’s link, in quotes, for shells make something of its “#”
  --name NAME   who the messages are from, as the room shows it; “Guest” unless said
  --again       sends once more what was sent before
  --help        this

Exit code: 0 when all files are in the room, 2 when some are, 1 when none is, as when none was named.`

export interface RoomLink {
  origin: string
  room: string
  secret: string
}

export type Wish =
  | { do: 'help' }
  /** Nothing was said. */
  | { do: 'usage' }
  | { do: 'import'; files: string[]; link: RoomLink; name: string | undefined; again: boolean }

export function readWish(args: readonly string[]): Wish {
  if (args.length === 0) return { do: 'usage' }
  if (args.includes('--help') || args.includes('-h')) return { do: 'help' }
  const { values, positionals: files } = parsed(args)
  if (files.length === 0) throw wrong('Name the files to send.')
  if (values.room === undefined) throw wrong('Say which room: --room "https://…/r/…#…", the link that opens it.')
  const name = v.safeParse(v.optional(Name), values.name)
  if (!name.success) throw wrong(`The name will not do. ${name.issues[0].message}`)
  return { do: 'import', files, link: readLink(values.room), name: name.output, again: values.again }
}

/** As the app shows it; an owner’s link may carry a second secret, for others. */
export function readLink(text: string): RoomLink {
  const url = URL.parse(text.trim())
  if (url === null || !/^https?:$/.test(url.protocol)) throw wrong('The link is none. Copy it whole, from https:// on.')
  const room = /^\/r\/([^/]+)\/?$/.exec(url.pathname)?.[1]
  const [secret = ''] = url.hash.slice(1).split('.')
  if (!v.is(RoomId, room)) throw wrong('The link leads to no room. Copy it whole, from the room.')
  if (secret === '') throw wrong('The link has nothing behind its “#”. Put it in quotes: --room "https://…/r/…#…".')
  if (!v.is(LinkSecret, secret)) throw wrong('What is behind the link’s “#” is not whole. Copy the link again.')
  return { origin: url.origin, room, secret }
}

function parsed(args: readonly string[]) {
  try {
    const again = { type: 'boolean', default: false } as const
    const options = { room: { type: 'string' }, name: { type: 'string' }, again } as const
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw wrong(`${(error as Error).message.split('. ')[0]}.`)
  }
}

const wrong = (sentence: string): SetUpError =>
  new SetUpError(`${sentence} npm run import -- --help says how to import.`)
