/**
 * What a load has shown: the table that is printed, and the same figures for a file. Pure.
 */

import { round } from '../statistics.ts'
import { Histogram } from './histogram.ts'
import type { LoadOptions } from './load-options.ts'
import { type Away, BUSY_SHARE, type Measurement } from './measurement.ts'
import { bytes, count, milliseconds, share } from './words.ts'

/** The figures as JSON; no secret and no room in them. */
export function figuresOf(measurement: Measurement, options: LoadOptions): Record<string, unknown> {
  const { delay, packets, sample, traffic, stalled, dropped, generator, ...rest } = measurement
  const { origin, room, json, ...load } = options
  return {
    ...{ origin, room: room === undefined ? 'created' : 'given', load },
    ...{ ...rest, seconds: round(rest.seconds), deliveredPerSecond: round(rest.deliveredPerSecond) },
    ...{ packets, sample, delayMs: delaysOf(measurement), traffic },
    ...{ stalled: rounded(stalled), dropped: rounded(dropped) },
    generator: {
      ...generator,
      cpuShare: round(generator.cpuShare),
      lateP99Ms: round(generator.lateP99Ms),
      lateMaxMs: round(generator.lateMaxMs),
    },
  }
}

/** The table, a line each. */
export function summaryOf(measurement: Measurement, { listeners, speakers }: LoadOptions): string[] {
  const { delivered, expected, packets, sample, traffic, seconds, stalled, dropped } = measurement
  const { p50, p95, p99, max } = delaysOf(measurement)
  const inSample = sample.listeners === measurement.joined ? 'all' : `${sample.listeners} of ${measurement.joined}`
  const both = (messages: number, size: number) =>
    `${count(messages)} messages (${count(messages / seconds)}/s), ${bytes(size)}`
  return table([
    ['joined', `${measurement.joined} of ${listeners + speakers}`],
    ['said', `${count(packets.sent)} packets in ${seconds.toFixed(1)} s${asideOf(packets)}`],
    [
      'delivered',
      `${share(measurement.deliveredShare)}: ${count(delivered)} of ${count(expected)} (counted at everybody)`,
    ],
    ['', `${count(measurement.deliveredPerSecond)}/s; at who received least ${share(measurement.leastShare)}`],
    ['delay', `p50 ${milliseconds(p50)}  p95 ${milliseconds(p95)}  p99 ${milliseconds(p99)}  max ${milliseconds(max)}`],
    ['', `at ${inSample}, where every packet was read:`],
    ['', `${count(sample.received)} packets, ${lossesOf(sample)}`],
    ['to members', both(traffic.messagesIn, traffic.bytesIn)],
    ['from members', both(traffic.messagesOut, traffic.bytesOut)],
    ['lines lost', String(measurement.connectionsLost)],
    ...(stalled.listeners > 0
      ? [['stalled', `${awayOf(stalled)}; backlog ${count(stalled.backlogPackets)} packets`]]
      : []),
    ...(dropped.listeners > 0 ? [['dropped', `${rejoinedOf(dropped)}; ${awayOf(dropped)}`]] : []),
    ['generator', generatorOf(measurement)],
  ])
}

/** At its limit, or held up by whatever else the machine does: the one asks for fewer listeners, the other does not. */
function limitOf({ cpuShare, lateP99Ms }: Measurement['generator']): string {
  return cpuShare > BUSY_SHARE
    ? 'The generator itself was at its limit: delays are partly its own. Run it on another machine than the server, or with fewer listeners.'
    : `Packets left late (p99 ${lateP99Ms.toFixed(1)} ms) although the generator was not busy: something else keeps this machine busy, the server perhaps. Delays are partly that; run it on another machine.`
}

/** What casts doubt on the figures or explains them, a sentence each. */
export function remarksOn({ failures, generator, packets }: Measurement): string[] {
  const refused = Object.entries(failures).map(([why, times]) => `${times} could not join: ${why}.`)
  const unheard = `${count(packets.unheard)} packets were said by speakers that the room does not pass on: more speak than it lets be heard. They are not expected anywhere.`
  return [
    ...refused,
    ...(generator.isBottleneck ? [limitOf(generator)] : []),
    ...(packets.unheard > 0 ? [unheard] : []),
  ]
}

function delaysOf({ delay }: Measurement): Record<'p50' | 'p95' | 'p99' | 'max', number> {
  const histogram = new Histogram(delay)
  const at = (place: number) => round(histogram.percentileMs(place))
  const max = histogram.count === 0 ? Number.NaN : round(histogram.maxMs)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max }
}

const asideOf = ({ unheard, offline }: Measurement['packets']): string =>
  (unheard > 0 ? `, and ${count(unheard)} not passed on` : '') +
  (offline > 0 ? `, and ${count(offline)} while offline` : '')

function lossesOf({ losses, duplicates, reorderings, malformed }: Measurement['sample']): string {
  const odd = malformed > 0 ? `, ${count(malformed)} malformed messages` : ''
  return `${count(losses)} lost, ${count(duplicates)} twice, ${count(reorderings)} out of order${odd}`
}

const rejoinedOf = ({ listeners, rejoinedAfterMs }: Away): string =>
  `${rejoinedAfterMs.length} of ${listeners} back in after ${spreadOf(rejoinedAfterMs)}`

const awayOf = ({ listeners, liveAfterMs }: Away): string =>
  `${liveAfterMs.length} of ${listeners} hear live audio after ${spreadOf(liveAfterMs)}`

function spreadOf(timesMs: readonly number[]): string {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  return `${milliseconds(middle)}, at most ${milliseconds(sorted.at(-1) ?? Number.NaN)}`
}

const rounded = (away: Away): Away => ({
  ...away,
  rejoinedAfterMs: away.rejoinedAfterMs.map((ms) => round(ms)),
  liveAfterMs: away.liveAfterMs.map((ms) => round(ms)),
})

function generatorOf({ generator: { cpuShare, lateP99Ms, lateMaxMs } }: Measurement): string {
  return `${share(cpuShare)} of a core; packets left late by p99 ${milliseconds(lateP99Ms)}, max ${milliseconds(lateMaxMs)}`
}

function table(rows: string[][]): string[] {
  const width = Math.max(...rows.map(([name = '']) => name.length))
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(width)}  ${value}`)
}
