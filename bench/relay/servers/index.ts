/** The servers that can be measured, by the names that `--servers` takes. */

import type { StartServer } from '../server.ts'
import { startBun } from './bun.ts'
import { startEarshot } from './earshot.ts'
import { startGorilla } from './gorilla.ts'
import { startMumble } from './mumble.ts'
import { startWs } from './ws.ts'

export const SERVERS: Record<string, StartServer> = {
  earshot: startEarshot,
  ws: startWs,
  bun: startBun,
  gorilla: startGorilla,
  mumble: startMumble,
}
