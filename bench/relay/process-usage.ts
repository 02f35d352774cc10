/** What a process has used, as Linux tells it: time on a processor in all its threads, and memory. */

import { existsSync, readFileSync } from 'node:fs'

/** proc(5): times are in ticks, of which there are 100 a second on every common architecture. */
const TICK_MS = 10
/** proc(5) counts the fields of `stat` from 1; the name, in brackets, is the second. */
const FIRST_AFTER_NAME = 3
const UTIME = 14
const STIME = 15
const BYTES_PER_KIB = 1024

export interface ProcessUsage {
  /** User and system time since it began, in steps of 10 ms. */
  cpuMs: number
  rssBytes: number
}

export const canMeasureProcesses = (): boolean => existsSync('/proc/self/stat')

export function usageOf(pid: number): ProcessUsage {
  return {
    cpuMs: cpuMsOf(readFileSync(`/proc/${pid}/stat`, 'utf8')),
    rssBytes: rssBytesOf(readFileSync(`/proc/${pid}/status`, 'utf8')),
  }
}

/** Reads `/proc/PID/stat`. The name may hold spaces and brackets: the last bracket ends it. */
export function cpuMsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = (field: number) => Number(fields[field - FIRST_AFTER_NAME])
  return (ticks(UTIME) + ticks(STIME)) * TICK_MS
}

/** Reads `/proc/PID/status`, which names the unit; `statm` counts pages, whose size differs. */
export function rssBytesOf(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * BYTES_PER_KIB
}
