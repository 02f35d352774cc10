/**
 * What relaying costs in delay: the same generator, speaking through a room and through a bare echo object in the same
 * workerd process, in turns. The goal: relaying adds at most 3 ms at the median and 10 ms at the 99th percentile.
 *
 *     npm run bench:relay -- --loads 10x2 --seconds 6 --servers earshot,echo --json bench/results/relay.json
 */

import { fork } from 'node:child_process'
import { readOptions } from './options.ts'
import type { Samples, Task } from './relay/generator.ts'
import { type Load, readLoad } from './relay/load.ts'
import type { Server } from './relay/seat.ts'
import { SERVERS } from './relay/servers/index.ts'
import { writeReport } from './report.ts'
import { percentile, round } from './statistics.ts'

const GENERATOR = new URL('./relay/generator.ts', import.meta.url)
/** Each server's seconds are cut into turns, so that whatever else the machine does meets all of them. */
const TURNS = 3
const WARM_UP_MS = 1000
/** What the others are compared with, when it is among them. */
const REFERENCE = 'echo'

interface Figures {
  p50Ms: number
  p99Ms: number
  /** Deliveries, of how many there should have been. */
  delivered: number
  expected: number
}

const options = readOptions({ loads: '10x2', seconds: '6', servers: 'earshot,echo', json: '' })
const servers = await startServers(options.servers.split(','))
try {
  const loads = []
  for (const load of options.loads.split(',').map(readLoad)) {
    const figures = await measure(load, Number(options.seconds) * 1000)
    const added = difference(figures)
    print(load, figures, added)
    loads.push({ load: load.name, servers: figures, added })
  }
  if (options.json !== '') writeReport(options.json, { loads })
} finally {
  for (const { server } of servers) await server.stop()
}

async function startServers(names: string[]): Promise<{ name: string; server: Server }[]> {
  const started = []
  for (const name of names) {
    const start = SERVERS[name]
    if (start === undefined) throw new Error(`No server "${name}"; there are: ${Object.keys(SERVERS).join(', ')}.`)
    started.push({ name, server: await start() })
  }
  return started
}

async function measure(load: Load, totalMs: number): Promise<Record<string, Figures>> {
  const samples = new Map<string, Samples>(servers.map(({ name }) => [name, { sent: 0, delaysMs: [] }]))
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const { name, server } of servers) {
      const seats = await server.seats(load.members)
      const measureMs = totalMs / TURNS
      const got = await generate({ seats, speakers: load.speakers, warmUpMs: WARM_UP_MS, measureMs })
      const all = samples.get(name)
      all?.delaysMs.push(...got.delaysMs)
      if (all !== undefined) all.sent += got.sent
    }
  }
  return Object.fromEntries(
    servers.map(({ name, server }) => [name, figuresOf(samples.get(name), server.listeners(load.members))]),
  )
}

function generate(task: Task): Promise<Samples> {
  const generator = fork(GENERATOR)
  generator.send(task)
  return new Promise((resolve, reject) => {
    generator.once('message', (samples) => resolve(samples as Samples))
    generator.once('exit', (code) => reject(new Error(`The generator ended with ${code} before it had measured.`)))
  })
}

function figuresOf(samples: Samples | undefined, listeners: number): Figures {
  const { sent, delaysMs } = samples ?? { sent: 0, delaysMs: [] }
  return {
    p50Ms: round(percentile(delaysMs, 0.5)),
    p99Ms: round(percentile(delaysMs, 0.99)),
    delivered: delaysMs.length,
    expected: sent * listeners,
  }
}

/** What each server adds to the reference's delay. */
function difference(figures: Record<string, Figures>): Record<string, { p50Ms: number; p99Ms: number }> {
  const reference = figures[REFERENCE]
  if (reference === undefined) return {}
  const others = Object.entries(figures).filter(([name]) => name !== REFERENCE)
  return Object.fromEntries(
    others.map(([name, { p50Ms, p99Ms }]) => [
      name,
      { p50Ms: round(p50Ms - reference.p50Ms), p99Ms: round(p99Ms - reference.p99Ms) },
    ]),
  )
}

function print(load: Load, figures: Record<string, Figures>, added: ReturnType<typeof difference>): void {
  console.log(`\n${load.members} members, ${load.speakers} speaking`)
  console.table(figures)
  for (const [name, { p50Ms, p99Ms }] of Object.entries(added)) {
    console.log(`${name} adds ${p50Ms} ms at the median, ${p99Ms} ms at the 99th percentile.`)
  }
}
