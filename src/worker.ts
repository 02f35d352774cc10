/**
 * The Worker's entry: requests go to the HTTP app, the clock's turns to the upkeep, and the runtime finds the Durable
 * Object classes here. Nothing else.
 *
 * Next: src/api/app.ts for a request, src/api/connect.ts for a connection
 */

import { app } from './api/app.ts'
import { runUpkeep } from './upkeep/scheduled.ts'

export { Archive } from '../durable-objects/archive.ts'
export { Room } from '../durable-objects/room.ts'
export { TurnPool } from '../durable-objects/turn-pool.ts'
export { Upload } from '../durable-objects/upload.ts'

export default {
  fetch: app.fetch,
  scheduled: (controller, env) => runUpkeep(env, controller),
} satisfies ExportedHandler<Env>
