/** Talk that was left behind on this device, and how it comes to the server. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EarshotError } from '../../src/client/errors.ts'
import { leftBehindMs, sendLeft, type TalkApi } from '../../src/client/left-behind.ts'
import { PageTokens } from '../../src/client/page-tokens.ts'
import { talkLockName } from '../../src/client/talk-files.ts'
import { bundle, unbundle } from '../../src/protocol/audio-message.ts'
import { FakeTalkFiles } from '../support/fake-talk-files.ts'
import { spurt } from '../support/listener.ts'

/** An id may begin with a hyphen. */
const ROOM = '-RRRRRRRRRRRRRRRRRRRRR'
const DAY_MS = 86_400_000

type Post = Parameters<TalkApi['postTalk']>[0]

let disk: FakeTalkFiles
let posts: Post[]
let failure: EarshotError | undefined
beforeEach(() => {
  disk = new FakeTalkFiles()
  posts = []
  failure = undefined
  vi.stubGlobal('navigator', disk.navigator)
})
afterEach(() => vi.unstubAllGlobals())

const api: TalkApi = {
  postTalk: async (post) => {
    posts.push(post)
    if (failure !== undefined) throw failure
    return { kept: null, stored: 0 }
  },
}
const send = () => sendLeft(ROOM, api, new PageTokens(async () => 'token'))
const leave = (session: string, packets: number, room = ROOM, payload = Uint8Array.of(1)) =>
  disk.files.set(`${room}.${session}`, Uint8Array.from(bundle(spurt(0, packets, { speaker: 0, payload }))))
const refusal = (code: string) => new EarshotError('not-allowed', { cause: { code, message: 'No.' } })

describe('what was left behind', () => {
  it('of this room alone is counted, and not that of a session which lives', async () => {
    leave('a', 10)
    leave('b', 5)
    leave('c', 50, 'QQQQQQQQQQQQQQQQQQQQQQ')
    disk.locks.add(talkLockName(`${ROOM}.b`))
    expect(await leftBehindMs(ROOM)).toBe(200)
  })

  it('is none where there are no files', async () => {
    vi.stubGlobal('navigator', {})
    expect(await leftBehindMs(ROOM)).toBe(0)
    expect(await send()).toEqual({ sentMs: 0 })
  })

  it('is posted for its session, ends its talk, and is gone then', async () => {
    leave('a', 10)
    expect(await send()).toEqual({ sentMs: 200 })
    expect(posts).toMatchObject([{ room: ROOM, session: 'a', token: 'token', end: true }])
    expect([disk.files.size, disk.locks.size]).toEqual([0, 0])
  })

  it('goes in portions of 64 KiB at the most, of whole packets; the last one ends the talk', async () => {
    leave('a', 200, ROOM, new Uint8Array(1_000))
    expect(await send()).toEqual({ sentMs: 4_000 })
    expect(posts.map(({ end }) => end)).toEqual([false, false, false, true])
    const packets = posts.map(({ bytes }) => unbundle(bytes))
    expect(packets.every(({ ok }) => ok)).toBe(true)
    expect(packets.flatMap((reading) => (reading.ok ? reading.packets : [])).length).toBe(200)
    expect(Math.max(...posts.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(65_536)
  })

  it('with a torn end is posted as far as it is whole', async () => {
    leave('a', 10)
    const name = `${ROOM}.a`
    disk.files.set(name, (disk.files.get(name) as Uint8Array<ArrayBuffer>).slice(0, -3))
    expect(await send()).toEqual({ sentMs: 180 })
  })

  it('without a whole packet is removed, and nobody is asked', async () => {
    disk.files.set(`${ROOM}.a`, new Uint8Array(7))
    expect(await send()).toEqual({ sentMs: 0 })
    expect([posts.length, disk.files.size]).toEqual([0, 0])
  })

  it('of a session that lives is left alone', async () => {
    leave('a', 10)
    disk.locks.add(talkLockName(`${ROOM}.a`))
    expect(await send()).toEqual({ sentMs: 0 })
    expect([posts.length, disk.files.size]).toEqual([0, 1])
  })

  it('is sent once, by however many tabs', async () => {
    leave('a', 10)
    leave('b', 5)
    const sent = await Promise.all([send(), send(), send()])
    expect(sent.reduce((sum, { sentMs }) => sum + sentMs, 0)).toBe(300)
    expect(posts.map(({ session }) => session).sort()).toEqual(['a', 'b'])
    expect(disk.files.size).toBe(0)
  })

  it.each(['unreachable', 'too-fast'] as const)('stays when the server is %s, and can be sent later', async (code) => {
    leave('a', 10)
    failure = new EarshotError(code)
    await expect(send()).rejects.toMatchObject({ code })
    expect(disk.files.size).toBe(1)
    failure = undefined
    expect(await send()).toEqual({ sentMs: 200 })
  })

  it('of somebody who is silenced stays', async () => {
    leave('a', 10)
    failure = refusal('silenced')
    await expect(send()).rejects.toMatchObject({ code: 'not-allowed' })
    expect(disk.files.size).toBe(1)
  })

  it.each(['not-kept', 'unknown-session', 'malformed-audio'])('that is refused as %s is given up', async (code) => {
    leave('a', 10)
    failure = refusal(code)
    expect(await send()).toEqual({ sentMs: 0 })
    expect(disk.files.size).toBe(0)
  })

  it('of another person waits a week for them', async () => {
    leave('a', 10)
    failure = refusal('session-elsewhere')
    disk.lastModified = Date.now() - 6 * DAY_MS
    expect(await send()).toEqual({ sentMs: 0 })
    expect(disk.files.size).toBe(1)
    disk.lastModified = Date.now() - 8 * DAY_MS
    await send()
    expect(disk.files.size).toBe(0)
  })

  it('does not keep one session’s talk back because another’s is another person’s', async () => {
    leave('a', 10)
    leave('b', 5)
    const theirs = {
      postTalk: async (post: Post) =>
        post.session === 'a' ? Promise.reject(refusal('session-elsewhere')) : api.postTalk(post),
    }
    disk.lastModified = Date.now()
    expect(await sendLeft(ROOM, theirs, new PageTokens(async () => 'token'))).toEqual({ sentMs: 100 })
  })
})
