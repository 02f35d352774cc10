/** One server under so many clients, in figures. */

import { median, percentile, round } from '../statistics.ts'
import { STEPS, type Step } from './walk.ts'
import type { Walked } from './walker.ts'

export interface Row {
  server: string
  clients: number
  /** Of every request, from being sent to the last byte of its answer. */
  p50Ms: number
  p95Ms: number
  requestsPerSecond: number
  /** Of all requests: 0 is none, 1 is all. */
  errorRate: number
  p95MsByStep: Record<Step, number>
  /** Processor time of the server for one request. */
  serverCpuMsPerRequest: number
  /** Of one core, while the clients walked: near 1 and more, the figures are the generator's as much. */
  generatorBusy: number
  faults: Record<string, number>
}

export function rowOf(server: string, clients: number, walked: Walked, serverCpuMs: number): Row {
  const all = STEPS.flatMap((step) => walked.tookMs[step])
  const lastedMs = walked.endedAtMs - walked.beganAtMs
  const wrong = Object.values(walked.faults).reduce((sum, times) => sum + times, 0)
  return {
    server,
    clients,
    p50Ms: round(percentile(all, 0.5), 1),
    p95Ms: round(percentile(all, 0.95), 1),
    requestsPerSecond: round((all.length * 1000) / lastedMs, 1),
    errorRate: wrong / all.length,
    p95MsByStep: Object.fromEntries(
      STEPS.map((step) => [step, round(percentile(walked.tookMs[step], 0.95), 1)]),
    ) as Row['p95MsByStep'],
    serverCpuMsPerRequest: round(serverCpuMs / all.length, 3),
    generatorBusy: round(walked.cpuMs / lastedMs),
    faults: walked.faults,
  }
}

/** The turn in the middle by its throughput. An error in any turn is an error. */
export function medianRow(rows: readonly Row[]): Row {
  const middle = median(rows.map(({ requestsPerSecond }) => requestsPerSecond))
  const row = rows.find(({ requestsPerSecond }) => requestsPerSecond === middle) as Row
  const worst = rows.reduce((most, each) => (each.errorRate > most.errorRate ? each : most), row)
  return { ...row, errorRate: worst.errorRate, faults: worst.faults }
}
