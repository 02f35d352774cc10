/**
 * Whether talk that was kept is still there whatever happens. Without `--outage` or `--figures`, the runtime is killed again
 * and again; `--outage` has R2 or D1 refuse everything for a while; `--figures` times clips without any trouble.
 *
 *     npm run soak -- --kills 200 --seed 1 --json bench/results/soak.json
 *     npm run soak -- --outage r2 --seconds 60
 *     npm run soak -- --figures 200
 */

import { findMediaTools } from '../test/support/media-tools.ts'
import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { writeReport } from './report.ts'
import { soak } from './soak/kills.ts'
import { isSpotless } from './soak/verdict.ts'

const NONE = 'none'
const options = readOptions({ kills: '200', seed: '1', outage: NONE, seconds: '60', figures: NONE, json: '' })
const progress = (line: string) => console.log(`  ${line}`)

endInOrder()
findMediaTools()
const figures = await soak({ kills: Number(options.kills), seed: Number(options.seed), progress })
console.log(JSON.stringify(figures, null, 2))
if (!isSpotless(figures)) process.exitCode = 1
if (options.json !== '') writeReport(options.json, { ...figures })
// Speakers of a soak that failed may still be trying to come back.
process.exit()
