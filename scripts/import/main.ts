/**
 * Sends files to a room: one after the other, a line for each, and an exit code that says whether all went.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { runMain, SetUpError } from '../command.mjs'
import { clipOfFile, type ReadyClip } from './clip-of-file.ts'
import { Guest } from './guest.ts'
import { HELP, readWish, type Wish } from './options.ts'
import { Progress } from './progress.ts'
import { type Sent, send } from './send.ts'
import { Unsent } from './unsent.ts'

type Import = Extract<Wish, { do: 'import' }>

const ALL_SENT = 0
const NONE_SENT = 1
const SOME_SENT = 2

await runMain(async () => {
  const wish = readWish(process.argv.slice(2))
  if (wish.do === 'help') {
    console.log(HELP)
    return ALL_SENT
  }
  const folder = mkdtempSync(join(tmpdir(), 'earshot-import-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // An interrupted process leaves no copy of what somebody said behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(NONE_SENT))
  return importAll(wish, join(folder, 'converted.opus'))
})

async function importAll({ files, link, name }: Import, converted: string): Promise<number> {
  const guest = new Guest(link)
  await guest.token()
  let sent = 0
  for (const file of files) {
    if (await isSent(resolve(process.env.INIT_CWD ?? '.', file), converted, { origin: link.origin, guest, name }))
      sent += 1
  }
  if (sent < files.length) console.error(`${files.length - sent} of ${files.length} files were not sent.`)
  return sent === files.length ? ALL_SENT : sent === 0 ? NONE_SENT : SOME_SENT
}

async function isSent(file: string, converted: string, to: Parameters<typeof send>[1]): Promise<boolean> {
  const name = basename(file)
  const progress = new Progress()
  try {
    const clip = await clipOfFile(file, converted, (share) => progress.show(`${name}: converting`, share))
    const sent = await send(clip, to, (share) => progress.show(`${name}: sending`, share))
    progress.clear()
    console.log(`${name}: ${sentAs(clip, sent)}`)
    return true
  } catch (error) {
    progress.clear()
    if (!(error instanceof Unsent || error instanceof SetUpError)) throw error
    console.error(`${name}: not sent. ${error.message}`)
    return false
  }
}

function sentAs({ durationMs, bytes, note }: ReadyClip, { clip, isAnnounced }: Sent): string {
  const about = [minutes(durationMs), `${Math.ceil(bytes / 1024)} KB`, ...(note === '' ? [] : [note])]
  return `${isAnnounced ? 'sent' : 'stored, and soon in the room'} (${about.join(', ')}), clip ${clip}`
}

function minutes(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
