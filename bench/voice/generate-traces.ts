/**
 * Writes bench/traces from the models in bench/voice/weather, the same bytes each time. The files are what trials use; this
 * says how they came about.
 *
 *     node bench/voice/generate-traces.ts
 */

import { seededRandom } from '../../test/support/tone.ts'
import type { Trace } from './trace.ts'
import { writeTrace } from './trace-files.ts'
import { burstyDataChannel, dataChannel, tcp } from './weather/lossy.ts'
import type { Random, Weather } from './weather/weather.ts'
import { clean, drift, lan, largeRoom } from './weather/wired.ts'
import { geostationary, lowOrbit, mobile, wifi } from './weather/wireless.ts'

const MODELS: Record<string, (random: Random) => Weather> = {
  lan,
  wifi,
  '4g': mobile,
  'satellite-leo': lowOrbit,
  satellite: geostationary,
  'tcp-1': tcp(0.01),
  'tcp-3': tcp(0.03),
  'tcp-5': tcp(0.05),
  'tcp-10': tcp(0.1),
  datachannel: dataChannel(0.1),
  'datachannel-bursts': burstyDataChannel,
  'drift-plus': drift(300),
  'drift-minus': drift(-300),
  'room-40': largeRoom(40, 40),
  'room-60': largeRoom(60, 60),
  clean,
}

export function makeTraces(): Trace[] {
  return Object.entries(MODELS).map(([name, model], index) => {
    const seed = index + 1
    const { facts, ...weather } = model(seededRandom(seed))
    return { name, source: `bench/voice/generate-traces.ts, seed ${seed}; ${facts}`, ...weather }
  })
}

if (import.meta.main) makeTraces().forEach(writeTrace)
