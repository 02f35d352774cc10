/**
 * What one Archive carries: entries for its log, and talk for its spool, as many a second as it takes and how late each is
 * at half of that; and what its spooling costs the relay that shares its thread here.
 *
 *     npm run bench:archive -- --rounds 3 --seconds 5 --json bench/results/archive.json
 */

import { EarshotApi } from '../src/client/api.ts'
import { endInOrder } from '../test/support/process-group.ts'
import { type Appending, measureAppends, medianAppending } from './archive/appending.ts'
import type { Answered } from './archive/load.ts'
import { measureNeighbours, type Neighbours } from './archive/neighbours.ts'
import { measureSpool, medianSpooling, type Spooling } from './archive/spooling.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { type Runtime, startRuntime } from './runtime.ts'

const options = readOptions({
  rounds: '3',
  /** Of each load. */
  seconds: '5',
  /** How often the relay is measured alone and beside. */
  turns: '5',
  'turn-seconds': '10',
  json: '',
})

endInOrder()
if (options.json !== '') requireWritable(options.json)
const seconds = Number(options.seconds)
const appends: Appending[] = []
const spools: Spooling[] = []
for (let round = 0; round < Number(options.rounds); round += 1) {
  appends.push(await onFresh((runtime, room) => measureAppends(runtime, room, seconds)))
  spools.push(await onFresh((runtime, room) => measureSpool(runtime, room, seconds)))
  console.log(`Round ${round + 1} of ${options.rounds} is over.`)
}
const append = medianAppending(appends)
const spool = medianSpooling(spools)
const relay = await measureNeighbours(Number(options.turns), Number(options['turn-seconds']))
show(append, spool, relay)
if (options.json !== '') writeReport(options.json, { rounds: spools.length, seconds, append, spool, relay })

/** A fresh runtime for each: what one load leaves to be done does not meet the next. */
async function onFresh<T>(measure: (runtime: Runtime, room: string) => Promise<T>): Promise<T> {
  const runtime = await startRuntime()
  try {
    const made = await new EarshotApi(runtime.origin).createRoom({ name: 'Bench', keepTalk: true })
    return await measure(runtime, made.room.id)
  } finally {
    await runtime.kill()
  }
}

function show(append: Appending, spool: Spooling, relay: Neighbours): void {
  const row = ({ perSecond, p50Ms, p99Ms, failed }: Answered) => ({ 'a second': perSecond, p50Ms, p99Ms, failed })
  console.log('\nEntries of the log')
  console.table({ 'as many as it takes': row(append.most), 'at half that rate': row(append.atHalf) })
  console.log('Seconds of talk, spooled')
  const steps = spool.steps.map((step) => [`${step.speakers} speakers`, row(step)] as const)
  const half = [`at half the most: ${spool.atHalf.speakers} speakers`, row(spool.atHalf)] as const
  console.table(Object.fromEntries([...steps, half]))
  console.log(`A relay of ${relay.speakers} speakers to ${relay.members} members`)
  console.table({ 'keeps nothing': relay.alone, 'beside its Archive': relay.beside })
  console.log(`p99 beside its Archive: ${relay.p99Ratio} times that of alone`)
}
