/**
 * Earshot's Worker, whose rooms can be ended on request with all their sockets while the runtime stays up: what a
 * deployment does to each of them. `PUT /token-keys` gives it other signing keys first, as a deployment may; a room that
 * is up has the old ones until it is restarted. Stands before the bundled worker.js in a runtime that is asked for it.
 */

import worker, { Archive, Room, TurnPool, Upload } from './worker.js'

/** Of the Worker and all objects: they share one isolate. Undefined: those of the configuration. */
let tokenKeys

const withKeys = (env) => (tokenKeys === undefined ? env : { ...env, TOKEN_KEYS: tokenKeys })

class RestartableRoom extends Room {
  constructor(ctx, env) {
    super(ctx, withKeys(env))
  }

  async restart() {
    this.ctx.abort('The room is restarted.')
  }
}

async function setKeys(request) {
  tokenKeys = await request.text()
  return new Response(null, { status: 204 })
}

const isAboutKeys = ({ method, url }) => method === 'PUT' && new URL(url).pathname === '/token-keys'

export default {
  fetch: (request, env, ctx) => (isAboutKeys(request) ? setKeys(request) : worker.fetch(request, withKeys(env), ctx)),
  scheduled: (event, env, ctx) => worker.scheduled(event, withKeys(env), ctx),
}
export { Archive, RestartableRoom as Room, TurnPool, Upload }
