/**
 * What the HTTP API carries: clients that each make a room, exchange its secret, list its clips and read a page of its
 * log, and wait for every answer before they go on. Beside it the same four routes on Hono and node:sqlite in plain Node,
 * in turns within one run. docs/load.md tells how to read it.
 *
 *     npm run load:http -- --clients 500,1000,2000 --json bench/results/http.json
 */

import { endInOrder } from '../test/support/process-group.ts'
import { type Crowd, walkTogether } from './http/crowd.ts'
import { HttpLoadError } from './http/http-load-error.ts'
import { medianRow, type Row, rowOf } from './http/row.ts'
import { SERVERS, type ServerName } from './http/servers/index.ts'
import { show } from './http/show.ts'
import { readOptions } from './options.ts'
import { requireWritable, Unwritable, writeRows } from './report.ts'

/** Who walks before the clock starts. */
const WARM_UP_CLIENTS = 20

const options = readOptions({
  /** How many at a time, in steps. */
  clients: '500,1000,2000',
  /** How often each client goes the whole way. */
  walks: '3',
  /** How often each of twenty goes the whole way before the clock starts: the runtimes compile what they run. */
  'warm-up': '10',
  /** How often each server is measured at each step; the middle one counts. */
  turns: '1',
  servers: Object.keys(SERVERS).join(','),
  json: '',
})

endInOrder()
try {
  await run()
} catch (error) {
  console.error(error instanceof HttpLoadError || error instanceof Unwritable ? error.message : error)
  process.exitCode = 1
}

async function run(): Promise<void> {
  const steps = list(options.clients).map(readCount)
  const servers = list(options.servers).map(readServer)
  const walks = readCount(options.walks)
  const turns = readCount(options.turns)
  if (options.json !== '') requireWritable(options.json)
  const rows: Row[] = []
  for (const clients of steps) {
    rows.push(...(await measureInTurns(servers, { clients, walks }, turns)))
    show(rows.slice(-servers.length))
  }
  if (options.json !== '') writeRows(options.json, rows)
}

/** In turns, so that a slow minute of the machine hits every server alike. */
async function measureInTurns(
  servers: readonly ServerName[],
  load: Omit<Crowd, 'origin'>,
  turns: number,
): Promise<Row[]> {
  const taken = new Map<ServerName, Row[]>(servers.map((server) => [server, []]))
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const server of servers) {
      console.log(`${load.clients} clients, ${server}, turn ${turn} of ${turns} …`)
      taken.get(server)?.push(await measure(server, load))
    }
  }
  return [...taken.values()].map(medianRow)
}

/** On a fresh server: what one step leaves behind does not meet the next. */
async function measure(name: ServerName, load: Omit<Crowd, 'origin'>): Promise<Row> {
  const server = await SERVERS[name]()
  try {
    const walks = readCount(options['warm-up'])
    await walkTogether({ clients: WARM_UP_CLIENTS, walks, origin: server.origin })
    const usedBefore = server.cpuMs()
    const walked = await walkTogether({ ...load, origin: server.origin })
    return rowOf(name, load.clients, walked, server.cpuMs() - usedBefore)
  } finally {
    await server.stop()
  }
}

function list(text: string): string[] {
  return text.split(',').filter((part) => part !== '')
}

function readServer(name: string): ServerName {
  if (name in SERVERS) return name as ServerName
  throw new HttpLoadError(`No server "${name}"; there are: ${Object.keys(SERVERS).join(', ')}.`)
}

function readCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new HttpLoadError(`"${text}" is no whole number above 0.`)
}
