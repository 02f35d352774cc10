/**
 * Whether a voice message is ever lost while it is recorded and uploaded: the runtime is killed again and again.
 *
 *     npm run soak:uploads -- --kills 200 --seed 1 --json bench/results/soak-uploads.json
 */

import { findMediaTools } from '../test/support/media-tools.ts'
import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { uploadSoak } from './upload/kills.ts'
import { isSpotless } from './upload/verdict.ts'

const options = readOptions({ kills: '200', seed: '1', json: '' })
const numbers = [options.kills, options.seed].map(Number)
if (numbers.some((value) => !(value >= 0))) {
  console.error('--kills and --seed take numbers.')
  process.exit(1)
}

endInOrder()
findMediaTools()
if (options.json !== '') requireWritable(options.json)
console.log(`Seed ${options.seed}.`)
const progress = (line: string) => console.log(`  ${line}`)
const figures = await uploadSoak({ kills: Number(options.kills), seed: Number(options.seed), progress })
console.log(JSON.stringify(figures, null, 2))
if (!isSpotless(figures)) process.exitCode = 1
if (options.json !== '') writeReport(options.json, { ...figures })
// A sender that failed may still be trying.
process.exit()
