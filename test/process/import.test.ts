/**
 * Files of every kind sent to a room of a real Worker by the command, converted by the real ffmpeg: each becomes a message that
 * is as long as its file, and what is no sound becomes a sentence.
 */

import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findMediaTools, INSTALL_TIMEOUT_MS, probe } from '../support/media-tools.ts'
import { createRoom, requestToken } from '../support/room.ts'
import { type SharedEarshot, sharedEarshot } from '../support/shared-earshot.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
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

function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const { INIT_CWD: _, ...ours } = process.env
  return { ...ours, XDG_STATE_HOME: path('state'), ...more }
}

const importing = (args: string[], env: Record<string, string> = {}, cwd = folder): Promise<Ran> =>
  new Promise((resolve) => {
    const lines = (text: string) => text.split('\n').filter(Boolean)
    const child = execFile(process.execPath, [SCRIPT, ...args], { cwd, env: environment(env) }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: lines(out), err: lines(err) }),
    )
  })

/** An ffmpeg that writes other copies than this machine’s: `rate` in b/s for each channel in place of 32,000, another serial number. */
function otherFfmpeg(name: string, { rate = 32_000, serial = 0 }): Record<string, string> {
  mkdirSync(path(name))
  const real = execFileSync('which', ['ffmpeg'], { encoding: 'utf8' }).trim()
  const script = [
    '#!/bin/sh',
    'for arg do',
    '  shift',
    `  case "$last" in -b:a) set -- "$@" $((arg / 32 * ${rate / 1000})) ;;`,
    `  -serial_offset) set -- "$@" $((arg + ${serial})) ;;`,
    '  *) set -- "$@" "$arg" ;; esac',
    '  last=$arg',
    'done',
    `"${real}" "$@" || exit`,
    `case "$last" in file:*) cp "\${last#file:}" "${path(`${name}.opus`)}" ;; esac`,
  ]
  writeFileSync(join(path(name), 'ffmpeg'), `${script.join('\n')}\n`, { mode: 0o755 })
  return { PATH: `${path(name)}:${process.env.PATH}` }
}

/** A run whose line breaks after so many bytes, and that ends before there is another. */
async function brokenOff(args: string[], line: Awaited<ReturnType<typeof startTcpProxy>>, bytes: number) {
  const broken = line.cutAfter(bytes, 'refuse')
  const main = fileURLToPath(new URL('../../scripts/import/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: environment({}), stdio: 'ignore' })
  const ended = once(child, 'exit')
  await Promise.race([broken, ended])
  child.kill('SIGTERM')
  await ended
  line.mend()
}

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

it('begins anew where ffmpeg makes another copy than the one that was begun', { timeout: 120_000 }, async () => {
  const line = await startTcpProxy(server.port)
  const through = `${line.origin}/r/${room.room}#${room.guestSecret}`
  const noise = ['-f', 'lavfi', '-i', 'anoisesrc=d=60:c=pink:r=48000:seed=5', '-ac', '2']
  execFileSync('ffmpeg', ['-v', 'error', ...noise, path('noise.wav')])
  const others = {
    shorter: otherFfmpeg('shorter', { rate: 12_000 }),
    longer: otherFfmpeg('longer', { rate: 40_000 }),
    'as long': otherFfmpeg('as long', { serial: 1 }),
    same: otherFfmpeg('same', {}),
  }
  const lengths: number[] = []
  for (const [name, env] of Object.entries(others)) {
    const args = [path('noise.wav'), '--room', through, '--name', name]
    await brokenOff(args, line, 250 * 1024)
    const { code, out, err } = await importing(args, env)
    const anew = /^noise\.wav: begun anew\. ffmpeg makes another copy of it now /
    expect([name, code, err]).toEqual([name, 0, name === 'same' ? [] : [expect.stringMatching(anew)]])
    const audio = await ask(`/v1/clips/${clipOf(out[0] as string)}/audio`)
    const copy = readFileSync(path(`${name}.opus`))
    expect([name, Buffer.from(await audio.arrayBuffer()).equals(copy)]).toEqual([name, true])
    lengths.push(copy.length)
  }
  const [shorter = 0, longer = 0, asLong = 0, same = 0] = lengths
  expect([shorter < same, longer > same, asLong]).toEqual([true, true, same])
  const { clips } = (await (await ask(`/v1/rooms/${room.room}/clips?limit=100`)).json()) as { clips: Listed[] }
  const names = clips.map(({ by }) => by.name).filter((name) => name in others)
  expect(names.toSorted()).toEqual(Object.keys(others).toSorted())
  await line.close()
})

it('sends nothing where the link lets nobody in', { timeout: 120_000 }, async () => {
  const wrong = `${server.origin}/r/${room.room}#${'A'.repeat(22)}`
  const { code, err } = await importing([made('w.opus', '-c:a', 'libopus'), '--room', wrong])
  expect([code, err]).toEqual([1, ['The link does not open this room. Copy it again whole, or ask for a new one.']])
  const nowhere = await importing([path('w.opus'), '--room', link.replace(/:\d+/, ':9')])
  expect([nowhere.code, nowhere.err]).toEqual([1, [expect.stringMatching(/does not answer \(.+\)\. Check the link/)]])
})

it('says how it is used where nothing was said, as an error', async () => {
  const { code, out, err } = await importing([])
  expect([code, out, err[0]]).toEqual([1, [], expect.stringMatching(/^Usage: npm run import/)])
  expect((await importing(['--help'])).code).toBe(0)
})
