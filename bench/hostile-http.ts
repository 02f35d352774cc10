/**
 * Hostile HTTP against every route of a running server, while people talk in a room (bench/hostile-http/trial.ts).
 *
 *     npm run bench:hostile-http -- --requests 100000 --seed 1 --json bench/results/hostile-http.json
 */

import { hostileHttp } from './hostile-http/trial.ts'
import { readOptions } from './options.ts'
import { writeReport } from './report.ts'

const QUIET_MS = 20_000

const options = readOptions({
  requests: '100000',
  seed: '1',
  /** How much of the runtime's time the attack may take. Below the half that is promised: a second is busier than the next. */
  'busy-percent': '40',
  json: '',
})
const [requests, seed] = [Number(options.requests), Number(options.seed)]
const busyShare = Number(options['busy-percent']) / 100
if (!Number.isSafeInteger(requests) || requests < 1 || !Number.isSafeInteger(seed) || !(busyShare > 0)) {
  console.error('--requests, --seed and --busy-percent take whole numbers.')
  process.exit(1)
}
const figures = await hostileHttp({
  requests,
  seed,
  busyShare,
  quietMs: QUIET_MS,
  progress: (line) => console.log(line),
})
console.log(JSON.stringify(figures, null, 2))
if (options.json !== '') writeReport(options.json, { ...figures })
process.exit(figures.findings.length > 0 || !figures.isWell ? 1 : 0)
