/**
 * The operator's commands: reads what was asked for, has it done, and says what came of it. Results go to the standard
 * output, everything else to the error output, so that --json can be piped.
 */

import { runMain } from '../command.mjs'
import { createKey, handOver, listAllKeys, revokeKeyNamed } from './keys.ts'
import { HELP, readCommand } from './options.ts'
import { wranglerIndex } from './wrangler-index.ts'

await runMain(async () => {
  const command = readCommand(process.argv.slice(2))
  if (command.do === 'help') {
    console.log(HELP)
    return 0
  }
  const index = wranglerIndex(command.place)
  const said = await carryOut(index, command)
  console.log(command.json ? JSON.stringify(said.json, null, 2) : said.text)
  return 0
})

function carryOut(index: D1Database, command: Exclude<ReturnType<typeof readCommand>, { do: 'help' }>) {
  switch (command.do) {
    case 'create':
      return createKey(index, command)
    case 'list':
      return listAllKeys(index)
    case 'revoke':
      return revokeKeyNamed(index, command)
    case 'hand-over':
      return handOver(index, command)
  }
}
