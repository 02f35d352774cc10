/**
 * Whether a voice message is ever lost while it is recorded and uploaded: the runtime is killed again and again, and then the
 * browser of somebody who records. `--browser-kills`, unless it is given, is a quarter of `--kills`.
 *
 *     npm run soak:uploads -- --kills 200 --seed 1 --json bench/results/soak-uploads.json
 */

import { findMediaTools } from '../test/support/media-tools.ts'
import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { browserSoak } from './upload/browser-kills.ts'
import { uploadSoak } from './upload/kills.ts'
import { soakFigures } from './upload/soak-figures.ts'

const BROWSER_SHARE = 1 / 4

const options = readOptions({ kills: '200', 'browser-kills': 'a quarter of --kills', seed: '1', json: '' })
const [kills, seed] = [options.kills, options.seed].map(Number) as [number, number]
const said = Number(options['browser-kills'])
const browserKills = Number.isNaN(said) ? Math.round(kills * BROWSER_SHARE) : said
if ([kills, seed, browserKills].some((value) => !(value >= 0))) {
  console.error('--kills, --browser-kills and --seed take numbers.')
  process.exit(1)
}

endInOrder()
findMediaTools()
if (options.json !== '') requireWritable(options.json)
console.log(`Seed ${seed}: ${kills} kills of the runtime, ${browserKills} of the browser.`)
const progress = (line: string) => console.log(`  ${line}`)
const ofRuntime = kills > 0 ? await uploadSoak({ kills, seed, progress }) : null
const ofBrowser = browserKills > 0 ? await browserSoak({ kills: browserKills, seed, progress }) : null
const figures = soakFigures(ofRuntime, ofBrowser)
console.log(JSON.stringify(figures, null, 2))
if (!figures.isSpotless) process.exitCode = 1
if (options.json !== '') writeReport(options.json, { seed, ...figures })
// A sender that failed may still be trying.
process.exit()
