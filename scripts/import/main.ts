/**
 * Sends files to a room: one after the other, a line for each, and an exit code that says whether all went.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { runMain, SetUpError } from '../command.mjs'
import { bring, type Run } from './bring.ts'
import { Guest } from './guest.ts'
import { Memory } from './memory.ts'
import { HELP, readWish, type Wish } from './options.ts'
import { Progress } from './progress.ts'
import { Unsent } from './unsent.ts'

type Import = Extract<Wish, { do: 'import' }>

const ALL_SENT = 0
const NONE_SENT = 1
const SOME_SENT = 2

const ANEW =
  'begun anew. ffmpeg makes another copy of it now than the one of which an earlier run had sent a part, and that part is taken back.'

await runMain(async () => {
  const wish = readWish(process.argv.slice(2))
  if (wish.do === 'help') {
    console.log(HELP)
    return ALL_SENT
  }
  if (wish.do === 'usage') {
    console.error(HELP)
    return NONE_SENT
  }
  const folder = mkdtempSync(join(tmpdir(), 'earshot-import-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // An interrupted process leaves no copy of what somebody said behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(NONE_SENT))
  return importAll(wish, join(folder, 'converted.opus'))
})

async function importAll({ files, link, name, again }: Import, converted: string): Promise<number> {
  const memory = new Memory(link, name)
  const guest = new Guest(link, memory)
  await guest.token()
  const run = { memory, again, converted, to: { ...link, guest, name } }
  let there = 0
  for (const file of files) if (await isThere(resolve(process.env.INIT_CWD ?? '.', file), run)) there += 1
  if (there < files.length) console.error(`${files.length - there} of ${files.length} files were not sent.`)
  return there === files.length ? ALL_SENT : there === 0 ? NONE_SENT : SOME_SENT
}

async function isThere(file: string, run: Run): Promise<boolean> {
  const name = basename(file)
  const progress = new Progress()
  try {
    const came = await bring(file, run, {
      onProgress: (doing, share) => progress.show(`${name}: ${doing}`, share),
      onAnew() {
        progress.clear()
        console.error(`${name}: ${ANEW}`)
      },
    })
    progress.clear()
    console.log(`${name}: ${came}`)
    return true
  } catch (error) {
    progress.clear()
    if (!(error instanceof Unsent || error instanceof SetUpError)) throw error
    console.error(`${name}: not sent. ${error.message}`)
    return false
  }
}
