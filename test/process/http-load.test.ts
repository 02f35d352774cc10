/** The HTTP bench itself, small: both servers walk all four routes without an error, and the file says so. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Row } from '../../bench/http/row.ts'

/** Seconds when nothing else runs; the process is started and the Worker bundled anew. */
const TIMEOUT_MS = 120_000

const folder = mkdtempSync(join(tmpdir(), 'earshot-http-load-'))

afterAll(() => rmSync(folder, { recursive: true }))

const bench = (...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const options = { timeout: TIMEOUT_MS - 5_000 }
    const child = execFile(process.execPath, ['bench/http.ts', ...args], options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    )
  })

describe.concurrent('the bench', () => {
  it('measures Earshot and the reference, without an error', { timeout: TIMEOUT_MS }, async () => {
    const file = join(folder, 'http.json')
    const { status, stdout, stderr } = await bench('--clients', '20', '--walks', '1', '--warm-up', '1', '--json', file)
    expect(status, stdout + stderr).toBe(0)
    const rows: Row[] = JSON.parse(readFileSync(file, 'utf8'))
    expect(rows.map(({ server, clients, errorRate, faults }) => ({ server, clients, errorRate, faults }))).toEqual([
      { server: 'earshot', clients: 20, errorRate: 0, faults: {} },
      { server: 'hono-node', clients: 20, errorRate: 0, faults: {} },
    ])
    for (const { p50Ms, p95Ms, requestsPerSecond } of rows) {
      expect(p95Ms).toBeGreaterThanOrEqual(p50Ms)
      expect(requestsPerSecond).toBeGreaterThan(0)
    }
  })

  it.each([
    [['--clients', 'many'], '"many" is no whole number above 0.'],
    [['--servers', 'apache'], 'No server "apache"; there are: earshot, hono-node.'],
  ])('says what is wrong with %s', async (args, words) => {
    const { status, stderr } = await bench(...args)
    expect(status).toBe(1)
    expect(stderr).toContain(words)
  })
})
