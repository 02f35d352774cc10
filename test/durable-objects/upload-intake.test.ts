/** The intake by itself: what counts when a body ends, stalls or breaks. In workerd for its digests and its streams. */

import { afterEach, describe, expect, it, vi } from 'vitest'
import { Intake, type IntakeParts } from '../../durable-objects/upload-intake.ts'
import { UPLOAD_PIECE_BYTES } from '../../src/protocol/limits.ts'
import { slowBody } from './uploading.ts'

const LONG_MS = 60_000
const MANY_BYTES = 8 * UPLOAD_PIECE_BYTES

/** What was said has been read: reading takes some turns of the runtime. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

function intake(parts: Partial<IntakeParts> = {}) {
  const kept: { atByte: number; bytes: number }[] = []
  const counted: number[] = []
  const it = new Intake({
    ...{ atByte: 10, roomBytes: 1_000, checksum: null, stallMs: LONG_MS },
    keep: (atByte, { length }) => kept.push({ atByte, bytes: length }),
    began: () => {},
    count: (untilByte) => counted.push(untilByte),
    room: () => Number.POSITIVE_INFINITY,
    ...parts,
  })
  return { intake: it, kept, counted }
}

afterEach(() => vi.useRealTimers())

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

  it.each([
    ['breaks', (line: ReturnType<typeof slowBody>) => line.break(), LONG_MS, 'timed-out'],
    ['hangs, and stalls', () => undefined, 200, 'timed-out'],
    ['ends', (line: ReturnType<typeof slowBody>) => line.end(), LONG_MS, 'complete'],
  ] as const)('counts each byte that came, of a fast line that %s', async (_, befalls, stallMs, ends) => {
    const { intake: it, counted } = intake({ atByte: 0, roomBytes: MANY_BYTES, stallMs })
    const line = slowBody()
    const outcome = it.run(line.body)
    for (let at = 0; at < 4; at += 1) await line.say(new Uint8Array(UPLOAD_PIECE_BYTES))
    await line.say(new Uint8Array(40_000))
    await befalls(line)
    expect([await outcome, counted.at(-1)]).toEqual([ends, 4 * UPLOAD_PIECE_BYTES + 40_000])
  })

  it('counts each byte that came over a fast line when somebody overtakes it', async () => {
    const { intake: it, counted } = intake({ atByte: 0, roomBytes: MANY_BYTES })
    const { body, say } = slowBody()
    const outcome = it.run(body)
    for (let at = 0; at < 4; at += 1) await say(new Uint8Array(UPLOAD_PIECE_BYTES))
    await say(new Uint8Array(40_000))
    await settled()
    it.end('overtaken')
    expect([await outcome, counted.at(-1)]).toEqual(['overtaken', 4 * UPLOAD_PIECE_BYTES + 40_000])
  })

  it('goes on with a fast line that turns slow, as long as it brings anything', async () => {
    const { intake: it, counted } = intake({ atByte: 0, roomBytes: MANY_BYTES })
    const { body, say, end } = slowBody()
    const outcome = it.run(body)
    for (let at = 0; at < 4; at += 1) await say(new Uint8Array(UPLOAD_PIECE_BYTES))
    for (let at = 0; at < 6; at += 1) {
      await settled()
      await say(new Uint8Array(100))
    }
    await end()
    expect([await outcome, counted.at(-1)]).toEqual(['complete', 4 * UPLOAD_PIECE_BYTES + 600])
  })

  it('tells once that bytes have begun to come, though they do not count yet', async () => {
    let times = 0
    const began = () => {
      times += 1
    }
    const { intake: it, counted } = intake({ began, checksum: { algorithm: 'md5', digest: 'wrong' } })
    const { body, say, end } = slowBody()
    const outcome = it.run(body)
    expect(times).toBe(0)
    await say(new Uint8Array(7))
    await say(new Uint8Array(7))
    await settled()
    expect([times, counted]).toEqual([1, []])
    await end()
    expect([await outcome, times]).toEqual(['wrong-checksum', 1])
    const empty = intake({ began })
    const nothing = slowBody()
    await nothing.end()
    expect([await empty.intake.run(nothing.body), times]).toEqual(['complete', 1])
  })

  it('asks for room ahead of what comes, and ends where there is none, with all that there was room for', async () => {
    const asked: number[] = []
    const room = async (atByte: number) => {
      asked.push(atByte)
      return 21 - atByte
    }
    const { intake: it, counted } = intake({ room })
    const { body, say } = slowBody()
    const outcome = it.run(body)
    await say(new Uint8Array(5))
    await say(new Uint8Array(6))
    expect([asked, counted]).toEqual([[10, 15, 21], []])
    await say(new Uint8Array(1))
    expect([await outcome, counted]).toEqual(['full', [21]])
  })

  it.each([5, 11])('takes a body of %i bytes that there is room for, and for no more', async (bytes) => {
    const { intake: it, counted } = intake({ room: (atByte) => 21 - atByte })
    const { body, say, end } = slowBody()
    const outcome = it.run(body)
    await say(new Uint8Array(bytes))
    await end()
    expect([await outcome, counted]).toEqual(['complete', [10 + bytes]])
  })

  it('fails where nobody can say how much room there is, and counts what came', async () => {
    const room = async (atByte: number) => {
      if (atByte === 10) return 7
      throw new Error('The room is away.')
    }
    const { intake: it, counted } = intake({ room })
    const { body, say } = slowBody()
    const outcome = it.run(body)
    const failed = expect(outcome).rejects.toThrow('The room is away.')
    await say(new Uint8Array(7))
    await failed
    expect(counted).toEqual([17])
  })

  it('does not take a line for dead that it does not read, while it asks for room', async () => {
    vi.useFakeTimers()
    let tell: (bytes: number) => void = () => {}
    const answer = new Promise<number>((resolve) => {
      tell = resolve
    })
    const { intake: it, counted } = intake({ room: () => answer })
    const { body, say, end } = slowBody()
    const outcome = it.run(body)
    const said = say(new Uint8Array(7)).then(end)
    vi.advanceTimersByTime(3 * LONG_MS)
    tell(1_000)
    await said
    expect([await outcome, counted]).toEqual(['complete', [17]])
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
