/** A hub on `ws`, the WebSocket library that most Node servers use. */

import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Server } from '../server.ts'
import { startHub } from './hub-process.ts'

export function startWs(): Promise<Server> {
  const { version } = createRequire(import.meta.url)('ws/package.json')
  return startHub(`ws ${version}, Node ${process.versions.node}`, process.execPath, [
    join(import.meta.dirname, 'ws-hub.js'),
  ])
}
