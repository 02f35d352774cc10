/** A server that `npm start` started ends with it, whatever becomes of the shell between them. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const MODULE = JSON.stringify(join(import.meta.dirname, '../../scripts/set-up/parent.mjs'))
const CHILD = `
  import { whenParentGone } from ${MODULE}
  setInterval(() => {}, 1_000)
  whenParentGone(() => { console.log('alone'); process.exit() }, 20)
  console.log('ready')`
const PARENT = `
  import { spawn } from 'node:child_process'
  spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(CHILD)}], { stdio: 'inherit' })`

it('is told once its parent was killed, and not before', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  parent.stdout.setEncoding('utf8')
  parent.stdout.on('data', (text: string) => {
    said += text
    if (said === 'ready\n') parent.kill('SIGKILL')
  })
  await once(parent.stdout, 'close') // the child holds it as long as it runs
  expect([parent.signalCode, said]).toEqual(['SIGKILL', 'ready\nalone\n'])
})
