/**
 * Broken files against the check of clips (bench/hostile-uploads/file-trial.ts), and broken requests of tus against the real
 * Worker (bench/hostile-uploads/request-trial.ts).
 *
 *     npm run bench:hostile-uploads -- --files 10000 --requests 10000 --seed 1 --json bench/results/hostile-uploads.json
 */

import { findMediaTools } from '../test/support/media-tools.ts'
import { fileTrial } from './hostile-uploads/file-trial.ts'
import { requestTrial } from './hostile-uploads/request-trial.ts'
import { readOptions } from './options.ts'
import { requireWritable, Unwritable, writeReport } from './report.ts'

const options = readOptions({ files: '10000', requests: '10000', seed: '1', json: '' })
const [files, requests, seed] = [options.files, options.requests, options.seed].map(Number) as [number, number, number]
if (![files, requests, seed].every((count) => Number.isSafeInteger(count) && count >= 0)) {
  console.error('--files, --requests and --seed take whole numbers.')
  process.exit(1)
}
try {
  if (options.json !== '') requireWritable(options.json)
  findMediaTools()
} catch (error) {
  console.error((error as Error).message)
  process.exit(error instanceof Unwritable ? 1 : 2)
}

console.log(`Seed ${seed}: ${files} files.`)
const ofFiles = await fileTrial({ files, seed, ffmpegEvery: 1 })
console.log(`${ofFiles.accepted} taken and played, ${ofFiles.findings.length} findings. ${requests} requests.`)
const ofRequests = await requestTrial({ requests, seed })
const { objects, findings } = ofRequests.stored
console.log(
  `${ofRequests.findings.length} findings; ${objects} objects stored, ${findings.length} findings among them.`,
)

const figures = { seed, files: ofFiles, requests: ofRequests }
console.log(JSON.stringify(figures, null, 2))
if (options.json !== '') writeReport(options.json, figures)
const found = ofFiles.findings.length + ofRequests.findings.length + findings.length
process.exit(found > 0 || !ofRequests.isWell ? 1 : 0)
