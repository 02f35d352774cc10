/**
 * How long a sound takes from one page's microphone to another page's speakers: through the relay, through the relay
 * with a listener's line that stands still for half a second every five, and beside the browser's own WebRTC. Fresh
 * sessions of each in turn, in the same browser.
 *
 *     npm run bench:mouth-to-ear -- --sessions 5 --seconds 10 --json bench/results/mouth-to-ear.json --page docs/voice.md
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser } from '../test/support/browser.ts'
import { chirpTrain } from '../test/support/chirps.ts'
import { startEarshot } from '../test/support/earshot-server.ts'
import { startTcpProxy } from '../test/support/tcp-proxy.ts'
import { writeWav } from '../test/support/wav.ts'
import { CHIRP_EVERY_MS } from './mouth-to-ear/delays.ts'
import { figuresOf, type Session } from './mouth-to-ear/figures.ts'
import { measureNative } from './mouth-to-ear/native.ts'
import { writePage } from './mouth-to-ear/page.ts'
import { measureRelay } from './mouth-to-ear/relay.ts'
import { readOptions } from './options.ts'
import { writeReport } from './report.ts'
import { median, round } from './statistics.ts'

const SAMPLE_RATE_HZ = 48_000
/** As a Wi-Fi roam or a lost segment on a long route does. */
const STALL_MS = 500
const STALL_EVERY_MS = 5_000

const options = readOptions({ sessions: '5', seconds: '10', json: '', page: '' })
const measureMs = Number(options.seconds) * 1000
const folder = mkdtempSync(join(tmpdir(), 'earshot-chirps-'))
const says = join(folder, 'chirps.wav')
const samples = chirpTrain(SAMPLE_RATE_HZ, CHIRP_EVERY_MS, 10 * CHIRP_EVERY_MS)
writeWav(says, { sampleRateHz: SAMPLE_RATE_HZ, samples })

const server = await startEarshot()
const line = await startTcpProxy(Number(new URL(server.origin).port))
const browser = await openBrowser({ says })
const meanwhile = async (stop: AbortSignal) => {
  while (!stop.aborted) {
    await line.stall(STALL_MS)
    await new Promise((resolve) => setTimeout(resolve, STALL_EVERY_MS - STALL_MS))
  }
}
try {
  const relay: Session[] = []
  const native: Session[] = []
  const stalled: Session[] = []
  for (let session = 1; session <= Number(options.sessions); session += 1) {
    relay.push(show(`relay   ${session}`, await measureRelay(browser, server, measureMs)))
    stalled.push(
      show(
        `stalled ${session}`,
        await measureRelay(browser, { ...server, heardAt: line.origin, meanwhile }, measureMs),
      ),
    )
    native.push(show(`native  ${session}`, await measureNative(browser, measureMs)))
  }
  const figures = { relay: figuresOf(relay), native: figuresOf(native), stalled: figuresOf(stalled) }
  console.table(figures)
  const medians = (sessions: Session[]) => sessions.map(({ delaysMs }) => median(delaysMs))
  const sessions = { relay: medians(relay), native: medians(native), stalled: medians(stalled) }
  if (options.json !== '') writeReport(options.json, { ...figures, sessions })
  if (options.page !== '') writePage(options.page, figures)
} finally {
  await browser.close()
  await line.close()
  await server.kill()
  rmSync(server.state, { recursive: true })
  rmSync(folder, { recursive: true })
}

function show(name: string, session: Session): Session {
  const { delaysMs, said } = session
  console.log(`${name}: median ${round(median(delaysMs), 1)} ms of ${delaysMs.length} chirps, ${said} were said`)
  return session
}
