/**
 * Files of every kind sent to a room of a real Worker by the command, converted by the real ffmpeg: each becomes a message that
 * is as long as its file, and what is no sound becomes a sentence.
 */

import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findMediaTools, INSTALL_TIMEOUT_MS, probe } from '../support/media-tools.ts'
import { createRoom, requestToken } from '../support/room.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import { seededRandom } from '../support/tone.ts'

const SPEECH = fileURLToPath(new URL('../support/speech.wav', import.meta.url))
const SCRIPT = fileURLToPath(new URL('../../scripts/import.mjs', import.meta.url))
/** What the project promises of conversions. */
const TOLERANCE_MS = 20
const NAME = 'Ann "the" Tape; 厨房'

const folder = mkdtempSync(join(tmpdir(), 'earshot-import-test-'))
const path = (name: string) => join(folder, name)
let server: SharedEarshot
let link: string
let room: Awaited<ReturnType<typeof createRoom>>

beforeAll(async () => {
  findMediaTools()
  server = await sharedEarshot()
  room = await createRoom(server.origin)
  link = `${server.origin}/r/${room.room}#${room.guestSecret}`
}, INSTALL_TIMEOUT_MS)

afterAll(() => rmSync(folder, { recursive: true }))

function made(name: string, ...options: string[]): string {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', SPEECH, '-t', '2.7', ...options, path(name)])
  return path(name)
}

/** 3GPP TS 26.101, as stored by RFC 4867 §5: by the byte in front, how many follow; 20 ms each, whatever their bits say. */
const AMR_FRAMES = {
  /** 12.2 kb/s. */
  speech: { head: 0x3c, bytes: 31 },
  /** What the silence sounds like, each eighth frame of a pause. */
  sid: { head: 0x44, bytes: 5 },
  nothing: { head: 0x7c, bytes: 0 },
} as const

function amr(name: string, frames: readonly (keyof typeof AMR_FRAMES)[]): string {
  const random = seededRandom(1)
  const bytes = frames.map((kind) => {
    const { head, bytes } = AMR_FRAMES[kind]
    return Uint8Array.from({ length: 1 + bytes }, (_, at) => (at === 0 ? head : 256 * random()))
  })
  writeFileSync(path(name), Buffer.concat([Buffer.from('#!AMR\n'), ...bytes]))
  return path(name)
}

const speech = (frames: number) => Array.from({ length: frames }, () => 'speech' as const)
const pause = (frames: number) => Array.from({ length: frames }, (_, at) => (at % 8 === 0 ? 'sid' : 'nothing'))

/** In the middle of a file, 3 kB that are none of it. */
function holed(file: string, name: string): string {
  const bytes = readFileSync(file)
  const random = seededRandom(2)
  bytes.set(
    Uint8Array.from({ length: 3_000 }, () => 256 * random()),
    bytes.length >> 1,
  )
  writeFileSync(path(name), bytes)
  return path(name)
}

/** Where ffprobe says that the last frame ends: of AMR, how long the whole is it only guesses from the first frames. */
function endMs(file: string): number {
  const entries = ['-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0']
  const lines = execFileSync('ffprobe', ['-v', 'quiet', ...entries, file], { encoding: 'utf8' })
    .trim()
    .split('\n')
  const [at = Number.NaN, lasts = Number.NaN] = lines.at(-1)?.split(',').map(Number) ?? []
  return 1000 * (at + lasts)
}

interface Listed {
  by: { person: string; name: string }
}

interface Ran {
  code: number
  out: string[]
  err: string[]
}

const importing = (args: string[], env: Record<string, string> = {}, cwd = folder): Promise<Ran> =>
  new Promise((resolve) => {
    const { INIT_CWD: _, ...ours } = process.env
    const lines = (text: string) => text.split('\n').filter(Boolean)
    const all = { ...ours, XDG_STATE_HOME: path('state'), ...env }
    const child = execFile(process.execPath, [SCRIPT, ...args], { cwd, env: all }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: lines(out), err: lines(err) }),
    )
  })

const ask = async (route: string, method = 'GET') => {
  const token = await requestToken(server.origin, room.room, room.ownerSecret)
  return fetch(`${server.origin}${route}`, { method, headers: { authorization: `Bearer ${token}` } })
}
const clipOf = (line: string) => / clip ([\w-]{22})$/.exec(line)?.[1] ?? ''

it('sends every kind of file, as long as it is', { timeout: 300_000 }, async () => {
  const opus = made('as it is.opus', '-c:a', 'libopus')
  const files = [
    opus,
    made('a.wav', '-ar', '44100', '-ac', '2'),
    made('b.mp3', '-c:a', 'libmp3lame'),
    made('c.m4a', '-c:a', 'aac'),
    made('d.flac'),
    made('e.webm', '-c:a', 'libopus'),
    made('f.ogg', '-c:a', 'vorbis', '-strict', '-2', '-ac', '2'),
    made('g.mka', '-c:a', 'ac3', '-ac', '6'),
    amr('h.amr', speech(135)),
  ]
  const { code, out, err } = await importing([...files, '--room', link, '--name', NAME])
  expect(err).toEqual([])
  expect(code).toBe(0)
  expect(out).toHaveLength(files.length)
  const off: [file: string, ms: number][] = []
  for (const [index, file] of files.entries()) {
    const line = out[index] as string
    expect(line).toMatch(/^.*: sent \(0:03, \d+ KB(, converted)?\), clip [\w-]{22}$/)
    const clip = (await (await ask(`/v1/clips/${clipOf(line)}`)).json()) as { durationMs: number; source: string }
    expect(clip.source).toBe('message')
    off.push([file, Math.abs(clip.durationMs - (await probe(file)).durationMs)])
  }
  expect(off.filter(([, ms]) => ms > TOLERANCE_MS)).toEqual([])
  const audio = await ask(`/v1/clips/${clipOf(out[0] as string)}/audio`)
  expect(Buffer.from(await audio.arrayBuffer()).equals(readFileSync(opus))).toBe(true)
  const { entries } = (await (await ask(`/v1/rooms/${room.room}/entries`)).json()) as {
    entries: { kind: string; by: { name: string } }[]
  }
  expect(entries.filter(({ kind }) => kind === 'clip').map(({ by }) => by.name)).toEqual(files.map(() => NAME))
})

it('fills the pauses that a phone did not record, and what is damaged', { timeout: 120_000 }, async () => {
  const pauses = amr('pauses.amr', [
    ...speech(60),
    ...pause(75),
    ...speech(50),
    ...pause(1),
    ...speech(20),
    ...pause(80),
  ])
  const holes = [
    holed(made('whole.mp3', '-c:a', 'libmp3lame', '-b:a', '64k'), 'hole.mp3'),
    holed(made('whole.m4a', '-c:a', 'aac', '-b:a', '64k'), 'hole.m4a'),
  ]
  const { code, out, err } = await importing([pauses, ...holes, '--room', link])
  expect([code, err]).toEqual([0, []])
  const lengths: number[] = []
  for (const line of out) {
    expect(line).toMatch(/: sent \(0:0\d, \d+ KB, converted\), clip /)
    const clip = (await (await ask(`/v1/clips/${clipOf(line)}`)).json()) as { durationMs: number }
    lengths.push(clip.durationMs)
  }
  const expected = [endMs(pauses), ...(await Promise.all(holes.map(probe))).map(({ durationMs }) => durationMs)]
  expect(endMs(pauses)).toBeCloseTo(20 * 286)
  const off = lengths.map((ms, at) => Math.abs(ms - (expected[at] as number)))
  expect(off.filter((ms) => ms > TOLERANCE_MS)).toEqual([])
})

it('says what it cannot send and why, and sends the rest', { timeout: 120_000 }, async () => {
  writeFileSync(path('words.txt'), 'These are words.')
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=s=16x16:d=0.2', path('silent.mkv')])
  const good = made('good.opus', '-c:a', 'libopus')
  writeFileSync(path('cut.opus'), readFileSync(good).subarray(0, -100))
  writeFileSync(path('words.mp3'), 'These are words.')
  writeFileSync(path('empty.mp3'), '')
  const bad = ['words.txt', 'words.mp3', 'empty.mp3', 'silent.mkv', 'nowhere.wav', '.']
  const files = [...bad, 'cut.opus', 'good.opus']
  const { code, out, err } = await importing([...files, '--room', link])
  expect(code).toBe(2)
  expect(out).toEqual([
    expect.stringMatching(/^cut\.opus: sent \(0:0[23], \d+ KB, converted: it breaks off\), clip /),
    expect.stringMatching(/^good\.opus: sent \(0:03, \d+ KB\), clip /),
  ])
  expect(err).toEqual([
    'words.txt: not sent. This is no audio file, or it is damaged: ffmpeg cannot read it. Copy it again from where it was recorded.',
    'words.mp3: not sent. This is no audio file, though it is named .mp3, or it is damaged: ffmpeg cannot read it. Copy it again from where it was recorded.',
    'empty.mp3: not sent. This file is empty. Copy it again from where it was recorded.',
    'silent.mkv: not sent. There is no sound in this film. Send one that was taken with sound.',
    'nowhere.wav: not sent. There is no such file.',
    expect.stringMatching(/: not sent\. This is no file\.$/),
    '6 of 8 files were not sent.',
  ])
})

it('needs ffmpeg only for what has to be converted, and says where it comes from', { timeout: 120_000 }, async () => {
  const files = [made('plain.wav'), made('plain.opus', '-c:a', 'libopus')]
  const { code, out, err } = await importing([...files, '--room', link], { PATH: '/nowhere' })
  expect(code).toBe(2)
  expect(out).toEqual([expect.stringMatching(/^plain\.opus: sent /)])
  expect(err[0]).toMatch(
    /^plain\.wav: not sent\. This file has to be converted, and ffprobe does not run here .+ Install ffmpeg/,
  )
})

it('sends a file once, however often it is asked to, unless it is to be sent again', { timeout: 120_000 }, async () => {
  const files = [made('once.wav', '-t', '1'), made('twice.opus', '-t', '1', '-c:a', 'libopus')]
  const run = (more: string[] = [], env = {}) => importing([...files, '--room', link, '--name', 'Once', ...more], env)
  const first = await run()
  const clips = first.out.map(clipOf)
  const already = [
    `once.wav: in the room already, clip ${clips[0]}`,
    `twice.opus: in the room already, clip ${clips[1]}`,
  ]
  expect(await run([], { PATH: '/nowhere' })).toEqual({ code: 0, out: already, err: [] })
  // As a crash leaves it, behind the answer of the server: it is the server that knows.
  const memory = path('state/earshot/import')
  for (const person of readdirSync(memory)) writeFileSync(join(memory, person, 'sent'), '')
  expect(await run()).toEqual({ code: 0, out: already, err: [] })
  const again = await run(['--again'])
  expect(again.out.map(clipOf).filter((clip) => !clips.includes(clip))).toHaveLength(2)
  await ask(`/v1/clips/${clips[1]}`, 'DELETE')
  const { code, err } = await run()
  expect([code, err[0]]).toEqual([2, expect.stringMatching(/^twice\.opus: not sent\. .+ deleted it since .+ --again/)])
  const { clips: all } = (await (await ask(`/v1/rooms/${room.room}/clips?limit=100`)).json()) as { clips: Listed[] }
  const once = all.filter(({ by }) => by.name === 'Once')
  expect([once.length, new Set(once.map(({ by }) => by.person)).size]).toEqual([3, 1])
})

it('sends nothing where the link lets nobody in', { timeout: 120_000 }, async () => {
  const wrong = `${server.origin}/r/${room.room}#${'A'.repeat(22)}`
  const { code, err } = await importing([made('w.opus', '-c:a', 'libopus'), '--room', wrong])
  expect([code, err]).toEqual([1, ['The link does not open this room. Copy it again whole, or ask for a new one.']])
  const nowhere = await importing([path('w.opus'), '--room', link.replace(/:\d+/, ':9')])
  expect([nowhere.code, nowhere.err]).toEqual([1, [expect.stringMatching(/does not answer \(.+\)\. Check the link/)]])
})
