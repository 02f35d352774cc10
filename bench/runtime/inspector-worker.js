/**
 * Looks into rooms, over HTTP: `GET /{room}` tells what a room counts, `DELETE /{room}` ends it with all its sockets, when
 * the runtime can. It stands beside Earshot in a runtime for benches, and nowhere else.
 */

export default {
  async fetch(request, env) {
    const room = env.ROOMS.getByName(new URL(request.url).pathname.slice(1))
    if (request.method !== 'DELETE') return Response.json(await room.counters())
    // The call never returns: the object that would answer is gone.
    const outcome = await room.restart().then(String, String)
    return new Response(outcome)
  },
}
