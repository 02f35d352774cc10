/**
 * How long a voice is gone while devices change, in long series: Chromium's two fake microphones and speakers, which are
 * chosen, unplugged and plugged in again, and calls that take the sound. The test of the same (test/alone/devices.test.ts)
 * does each a few times.
 *
 *     npm run bench:devices -- --changes 20 --json bench/results/devices.json --page docs/voice.md
 */

import { rmSync } from 'node:fs'
import { startEarshot } from '../test/support/earshot-server.ts'
import { endInOrder } from '../test/support/process-group.ts'
import {
  callsTaken,
  microphonesChosen,
  microphonesPlugged,
  speakersChosen,
  speakersPlugged,
} from './devices/changes.ts'
import { DeviceLab } from './devices/lab.ts'
import { type ChangeFigures, writePage } from './devices/page.ts'
import { readOptions } from './options.ts'
import { requireWritable, writeReport } from './report.ts'
import { median } from './statistics.ts'

const options = readOptions({ changes: '20', json: '', page: '' })
const count = Number(options.changes)

endInOrder()
if (options.json !== '') requireWritable(options.json)
const server = await startEarshot()
const lab = await DeviceLab.open(server)
try {
  const microphoneChosen = figuresOf(await microphonesChosen(lab, count))
  const { lostMs, returnedMs } = await microphonesPlugged(lab, count)
  const figures = {
    microphoneChosen,
    microphoneLost: figuresOf(lostMs),
    microphoneReturned: figuresOf(returnedMs),
    speakerChosen: figuresOf(await speakersChosen(lab, count)),
    speakerLostOrReturned: figuresOf(await speakersPlugged(lab, count)),
    call: figuresOf(await callsTaken(lab, count)),
  }
  console.table(Object.fromEntries(Object.entries(figures).map(([name, { allMs, ...rest }]) => [name, rest])))
  if (options.json !== '') writeReport(options.json, figures)
  if (options.page !== '') writePage(options.page, figures)
} finally {
  await lab.close()
  await server.kill()
  rmSync(server.state, { recursive: true })
}

function figuresOf(allMs: readonly number[]): ChangeFigures {
  return { changes: allMs.length, medianMs: median(allMs), worstMs: Math.max(...allMs), allMs }
}
