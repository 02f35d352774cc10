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
import { requireWritable, writeReport } from './report.ts'
import type { Dependency } from './runtime.ts'
import { announcing } from './soak/announcing.ts'
import { soak } from './soak/kills.ts'
import { outage } from './soak/outage.ts'
import { isSpotless } from './soak/verdict.ts'

const NONE = 'none'
/** All but the kills: twice the longest wait for clips, and the longest outage that anybody asks for. */
const HANGS_AFTER_MS = 900_000
/** Five times what one takes with what lies between it and the next. */
const KILL_MS = 15_000
/** From the end of a talk to the news of its clip: what a room may take for it. */
const MEDIAN_MS = 500
const P99_MS = 2_000
const options = readOptions({ kills: '200', seed: '1', outage: NONE, seconds: '60', figures: NONE, json: '' })
const DEPENDENCIES: Record<string, Dependency> = { r2: 'CLIPS', d1: 'INDEX' }
const numbers = [options.kills, options.seed, options.seconds, options.figures].filter((value) => value !== NONE)
if (numbers.some((value) => !(Number(value) >= 0)) || ![NONE, ...Object.keys(DEPENDENCIES)].includes(options.outage)) {
  console.error(`--outage takes ${Object.keys(DEPENDENCIES).join(' or ')}; the others numbers.`)
  process.exit(1)
}
const progress = (line: string) => console.log(`  ${line}`)

endInOrder()
findMediaTools()
if (options.json !== '') requireWritable(options.json)
giveUpAfter(HANGS_AFTER_MS + Number(options.kills) * KILL_MS)
const { figures, isFine } = await run()
console.log(JSON.stringify(figures, null, 2))
if (!isFine) process.exitCode = 1
if (options.json !== '') writeReport(options.json, { ...figures })
// Speakers of a soak that failed may still be trying to come back.
process.exit()

async function run(): Promise<{ figures: object; isFine: boolean }> {
  const seed = Number(options.seed)
  if (options.figures !== NONE) {
    const figures = await announcing({ talks: Number(options.figures), seed, progress })
    return {
      figures,
      isFine: figures.medianMs <= MEDIAN_MS && figures.p99Ms <= P99_MS && figures.clips === figures.talks,
    }
  }
  const what = DEPENDENCIES[options.outage]
  if (what !== undefined) {
    const figures = await outage({ what, seconds: Number(options.seconds), seed, progress })
    return { figures, isFine: isSpotless(figures) && figures.failing > 0 }
  }
  const figures = await soak({ kills: Number(options.kills), seed, progress })
  return { figures, isFine: isSpotless(figures) }
}

/** A server that does not come back would be waited for without end. */
function giveUpAfter(ms: number): void {
  const giveUp = () => {
    console.error(`It is not over after ${ms / 1000} s.`)
    process.exit(1)
  }
  setTimeout(giveUp, ms).unref()
}
