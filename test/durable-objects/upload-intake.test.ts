/** The intake by itself: what counts when a body ends, stalls or breaks. In workerd for its digests and its streams. */

import { describe, expect, it } from 'vitest'
import { Intake, type IntakeParts } from '../../durable-objects/upload-intake.ts'
import { slowBody } from './uploading.ts'

const LONG_MS = 60_000

function intake(parts: Partial<IntakeParts> = {}) {
  const kept: { atByte: number; bytes: number }[] = []
  const counted: number[] = []
  const it = new Intake({
    ...{ atByte: 10, roomBytes: 1_000, checksum: null, stallMs: LONG_MS },
    keep: (atByte, { length }) => kept.push({ atByte, bytes: length }),
    count: (untilByte) => counted.push(untilByte),
    ...parts,
  })
  return { intake: it, kept, counted }
}

describe('an intake', () => {
  it('ends with a body that stalls, and counts what came', async () => {
    const { intake: it, kept, counted } = intake({ stallMs: 20 })
    const { body, say } = slowBody()
    const outcome = it.run(body)
    await say(new Uint8Array(7))
    expect(await outcome).toBe('timed-out')
    expect([kept, counted]).toEqual([[{ atByte: 10, bytes: 7 }], [17]])
  })

  it('counts what came when somebody ends it, before that returns, and nothing afterwards', async () => {
    const { intake: it, kept, counted } = intake()
    const { body, say } = slowBody()
    const outcome = it.run(body)
    await say(new Uint8Array(7))
    it.end('overtaken')
    expect(counted).toEqual([17])
    it.end('timed-out')
    expect(await outcome).toBe('overtaken')
    expect([kept.length, counted.length]).toEqual([1, 1])
  })

  it('counts what came when the line breaks', async () => {
    const { intake: it, counted } = intake()
    const line = slowBody()
    const outcome = it.run(line.body)
    await line.say(new Uint8Array(7))
    await line.break()
    expect([await outcome, counted]).toEqual(['timed-out', [17]])
  })

  it('of no body counts as far as it was, so that a length may come alone', async () => {
    const { intake: it, kept, counted } = intake({ roomBytes: 0 })
    expect([await it.run(null), kept, counted]).toEqual(['complete', [], [10]])
  })

  it('counts nothing of a body that is too much and no full piece', async () => {
    const { intake: it, kept, counted } = intake({ roomBytes: 6 })
    const { body, say } = slowBody()
    const outcome = it.run(body)
    await say(new Uint8Array(7))
    expect([await outcome, kept, counted]).toEqual(['too-large', [], []])
  })

  it('that waits for a checksum counts nothing when it is ended', async () => {
    const { intake: it, counted } = intake({ checksum: { algorithm: 'md5', digest: '1B2M2Y8AsgTpgAmY7PhCfg==' } })
    const { body, say } = slowBody()
    const outcome = it.run(body)
    await say(new Uint8Array(7))
    it.end('overtaken')
    expect([await outcome, counted]).toEqual(['overtaken', []])
  })
})
