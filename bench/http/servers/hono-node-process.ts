/**
 * The process of the reference: serves bench/http/servers/hono-node-app.ts on any free port of loopback, says which, and
 * ends when its parent hangs up.
 */

import { serve } from '@hono/node-server'
import { honoNodeApp } from './hono-node-app.ts'
import { openDatabase } from './hono-node-database.ts'

const { fetch } = honoNodeApp(openDatabase(process.argv[2] as string))
serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => process.send?.(port))
process.once('disconnect', () => process.exit(0))
