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
import { LEAST_RATIO, type Rate, throughput } from './upload/throughput.ts'

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
const row = ({ mbPerSecond, ratio, isMet, ms, processorMs }: Rate) => ({
  ...{ 'MB/s': mbPerSecond, 'of the reference': ratio, [`≥ ${LEAST_RATIO}`]: isMet ? 'yes' : 'no' },
  ...{ 'processor ms': processorMs, ms: ms.join(' ') },
})
console.table({
  'Earshot, all bytes durable': row(speed.durable),
  'Earshot, and stored as a clip': row(speed.stored),
  '@tus/server, all bytes in its file': row(speed.reference),
})
console.log(
  'The reference syncs nothing to the disk, checks nothing and makes nothing of the bytes: its row is of the first kind.',
)
const survived = await killed(file, Number(options.kills), seed, chunkSize)
console.log(JSON.stringify(survived, null, 2))
const isWell = survived.equal && survived.lostBytes + survived.restartsFromZero === 0
if (!speed.durable.isMet || !isWell) process.exitCode = 1
if (options.json !== '') writeReport(options.json, { bytes: file.length, chunkSize, ...speed, killed: survived })
process.exit()
