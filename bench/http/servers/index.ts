/** The servers that can be measured, by the names that the option takes. */

import { startEarshotServer } from './earshot.ts'
import { startHonoNode } from './hono-node.ts'
import type { Server } from './server.ts'

export const SERVERS = { earshot: startEarshotServer, 'hono-node': startHonoNode } satisfies Record<
  string,
  () => Promise<Server>
>
export type ServerName = keyof typeof SERVERS
