/**
 * Looks into rooms, over HTTP: `GET /{room}` tells what a room counts, `DELETE /{room}` ends it with all its sockets, when
 * the runtime can; `GET /objects` lists the storage, `GET /object?key=` reads it, `POST /faults?what=` breaks a dependency,
 * when the runtime can, `POST /load/{room}` makes a load on an Archive, and `POST /index` asks the index. It stands beside
 * Earshot in a runtime for benches, and nowhere else.
 */

import { loadArchive } from './archive-load.js'

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url)
    const [what, room] = pathname.slice(1).split('/')
    if (what === 'objects') return Response.json(await objectKeys(env.CLIPS))
    if (what === 'object') return new Response((await env.CLIPS.get(searchParams.get('key')))?.body)
    if (what === 'load') return Response.json(await loadArchive(env.ARCHIVES.getByName(room), await request.json()))
    if (what === 'index') return Response.json(await askIndex(env.INDEX, await request.json()))
    if (what === 'faults') return Response.json(await breakDown(env, searchParams.get('what')))
    return lookInto(env.ROOMS.getByName(what), request.method)
  },
}

async function lookInto(room, method) {
  if (method !== 'DELETE') return Response.json(await room.counters())
  // The call never returns: the object that would answer is gone.
  const outcome = await room.restart().then(String, String)
  return new Response(outcome)
}

/** Any Archive will do: what is broken is broken for all of them. */
async function breakDown(env, what) {
  await env.ARCHIVES.getByName('faults').breakDown(what)
  return null
}

async function askIndex(index, { sql, values }) {
  const { results } = await index
    .prepare(sql)
    .bind(...values)
    .all()
  return results
}

async function objectKeys(bucket) {
  const keys = []
  let cursor
  do {
    const page = await bucket.list({ cursor })
    keys.push(...page.objects.map(({ key }) => key))
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
  return keys
}
