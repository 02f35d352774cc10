/**
 * What an upload of 100 MB takes by tus-js-client as it is: beside the reference server in Node on the same disk in the same
 * run, and while the runtime is killed five times.
 *
 *     npm run bench:upload -- --json bench/results/upload.json
 */

import { MAX_UPLOAD_BYTES } from '../src/protocol/limits.ts'
import { largestOpusFile } from '../test/support/opus-files.ts'
import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { killed } from './upload/killed.ts'
import { type Rate, throughput } from './upload/throughput.ts'

/** Of what the reference carries; it checks nothing and stores bytes once. */
const LEAST_RATIO = 0.5
const MIB = 1024 * 1024

const options = readOptions({
  rounds: '3',
  kills: '5',
  seed: '1',
  /** tus-js-client's `chunkSize`: a request's body. */
  'chunk-mib': '16',
  json: '',
})

endInOrder()
if (options.json !== '') requireWritable(options.json)
const seed = Number(options.seed)
const chunkSize = Number(options['chunk-mib']) * MIB
const file = Buffer.from(largestOpusFile(MAX_UPLOAD_BYTES, seed).buffer)
console.log(`${file.length} bytes of Ogg Opus, seed ${seed}.`)
const speed = await throughput(file, Number(options.rounds), chunkSize)
const row = ({ mbPerSecond, ratio, ms }: Rate) => ({ 'MB/s': mbPerSecond, 'of the reference': ratio, ms: ms.join(' ') })
console.table({
  'Earshot, all bytes durable': row(speed.durable),
  'Earshot, checked and in R2': row(speed.stored),
  '@tus/server, all bytes in its file': row(speed.reference),
})
const survived = await killed(file, Number(options.kills), seed, chunkSize)
console.log(JSON.stringify(survived, null, 2))
if (speed.durable.ratio < LEAST_RATIO || !survived.equal) process.exitCode = 1
if (options.json !== '') writeReport(options.json, { bytes: file.length, chunkSize, ...speed, killed: survived })
process.exit()
