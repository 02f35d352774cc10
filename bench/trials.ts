/**
 * What a room does when things go wrong: each trial starts Earshot in the Workers runtime, makes one kind of trouble and
 * measures what came of it. `--size small` is what the tests run.
 *
 *     npm run bench:trials -- --trials stall,kill --size full --seed 1 --json bench/results/trials.json
 */

import { readOptions } from './options.ts'
import { writeReport } from './report.ts'
import { TRIALS } from './trials/index.ts'
import { SIZES, type TrialOptions } from './trials/trial.ts'

const ALL = Object.keys(TRIALS).join(',')

const options = readOptions({ trials: ALL, size: 'full', seed: '1', json: '' })
const size = SIZES.find((one) => one === options.size)
const seed = Number(options.seed)
const names = options.trials.split(',')
const unknown = names.filter((name) => TRIALS[name] === undefined)
if (size === undefined || !Number.isSafeInteger(seed) || unknown.length > 0) {
  console.error(`--trials takes ${ALL}; --size ${SIZES.join(' or ')}; --seed a whole number.`)
  process.exit(1)
}

const results: Record<string, object> = {}
for (const name of names) {
  console.log(`\n${name} (${size}, seed ${seed})`)
  results[name] = await resultOf(name, { size, seed, progress: (line) => console.log(`  ${line}`) })
  console.log(JSON.stringify(results[name], null, 2))
}
if (options.json !== '') writeReport(options.json, { size, seed, trials: results })
// Members of a trial that failed may still be trying to come back.
process.exit()

/** One trial that fails keeps nobody from trying the rest. */
async function resultOf(name: string, how: TrialOptions): Promise<object> {
  try {
    return (await TRIALS[name]?.(how)) ?? {}
  } catch (error) {
    process.exitCode = 1
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
