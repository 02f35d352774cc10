/**
 * Earshot's Worker, whose rooms can be ended on request with all their sockets while the runtime stays up: what a
 * deployment does to each of them. Stands before the bundled worker.js in a runtime that is asked for it.
 */

import worker, { Archive, Room, TurnPool } from './worker.js'

class RestartableRoom extends Room {
  async restart() {
    this.ctx.abort('The room is restarted.')
  }
}

export default worker
export { Archive, RestartableRoom as Room, TurnPool }
