/** What Linux tells of a process, read from text as it writes it. */

import { describe, expect, it } from 'vitest'
import { cpuMsOf, rssBytesOf } from '../../../bench/relay/process-usage.ts'

/** utime 250 and stime 31 ticks. */
const REST =
  'S 1 4242 4242 0 -1 4194560 5123 0 12 0 250 31 7 9 20 0 11 0 1268893 1313344 9876 18446744073709551615 1 1 0'

describe('/proc/PID/stat', () => {
  it('tells user and system time in ticks of 10 ms, children not among them', () => {
    expect(cpuMsOf(`4242 (workerd) ${REST}`)).toBe(2_810)
  })

  it('may name a process with spaces and brackets', () => {
    expect(cpuMsOf(`4242 (a) R 1 (odd one)) ${REST}`)).toBe(2_810)
  })
})

describe('/proc/PID/status', () => {
  it('tells the resident memory', () => {
    const status = 'Name:\tworkerd\nVmHWM:\t  99999 kB\nVmRSS:\t  39504 kB\nRssAnon:\t   1000 kB\n'
    expect(rssBytesOf(status)).toBe(39_504 * 1024)
  })

  it('tells none of a process that has ended', () => {
    expect(rssBytesOf('Name:\tworkerd\nState:\tZ (zombie)\n')).toBeNaN()
  })
})
