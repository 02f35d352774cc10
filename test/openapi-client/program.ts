/**
 * A developer's first program against Earshot, typed by nothing but the server's own document: makes a room, exchanges the
 * secret of a link, lists the room's clips and reads a page of its log. Prints what it has found as JSON.
 */

import createClient from 'openapi-fetch'
import type { paths } from './earshot.js'

declare const process: { argv: string[] }

const earshot = createClient<paths>({ baseUrl: process.argv[2] ?? '' })

const made = await earshot.POST('/v1/rooms', { body: { name: 'Generated', keepTalk: true } })
if (made.error) throw new Error(`${made.error.error.code}: ${made.error.error.message}`)
const room = made.data.room.id

const exchanged = await earshot.POST('/v1/rooms/{room}/tokens', {
  params: { path: { room } },
  body: { secret: made.data.ownerSecret },
})
if (exchanged.error) throw new Error(exchanged.error.error.code)
if (!('token' in exchanged.data)) throw new Error('Only looked at.')
const headers = { authorization: `Bearer ${exchanged.data.token}` }

const listed = await earshot.GET('/v1/rooms/{room}/clips', {
  params: { path: { room }, query: { limit: 10 } },
  headers,
})
if (listed.error) throw new Error(listed.error.error.code)
const log = await earshot.GET('/v1/rooms/{room}/entries', { params: { path: { room }, query: { limit: 10 } }, headers })
if (log.error) throw new Error(log.error.error.code)

// Without the token: the error is typed as well.
const refused = await earshot.GET('/v1/rooms/{room}/clips', { params: { path: { room } } })
const code = refused.error?.error.code satisfies string | undefined

console.log(
  JSON.stringify({
    room: made.data.room.name,
    role: exchanged.data.role satisfies 'owner' | 'moderator' | 'speaker' | 'listener',
    clips: listed.data.clips.map((clip) => clip.durationMs satisfies number).length,
    entries: log.data.entries.length,
    requestId: log.response.headers.get('request-id') !== null,
    refusedFor: code,
  }),
)
