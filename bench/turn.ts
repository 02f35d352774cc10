/**
 * How soon a TURN server that died is out of use, and back in use after it returned: at the real pace, a minute and a half
 * for each round.
 *
 *     npm run bench:turn -- --rounds 3 --json bench/results/turn.json
 */

import { findCoturn } from '../scripts/set-up/coturn.mjs'
import { endInOrder } from '../test/support/process-group.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { turnTrial } from './turn/trial.ts'

const options = readOptions({ rounds: '3', json: '' })

endInOrder()
if (options.json !== '') requireWritable(options.json)
await findCoturn()
const rounds = await turnTrial(Number(options.rounds), (line) => console.log(`  ${line}`))
console.table(rounds.map(({ relayed, ...figures }) => ({ ...figures, ...relayed })))
if (options.json !== '') writeReport(options.json, { rounds })
process.exit()
