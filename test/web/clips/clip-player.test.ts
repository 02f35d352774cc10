/** The player of a room on a fake audio element: what plays, what comes next, what is remembered, and what goes wrong. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EarshotError } from '../../../src/client/index.ts'
import type { Entry } from '../../../src/protocol/room-message.ts'
import { ClipLinks } from '../../../web/room/clips/clip-links.ts'
import { ClipPlayer } from '../../../web/room/clips/clip-player.ts'
import { rememberedPosition, rememberPosition } from '../../../web/room/clips/remembered-clips.ts'
import { clipEntry, clipId, deleted } from '../../support/clip-entries.ts'
import { FakeAudio } from '../../support/fake-audio.ts'

const [A, B, C] = [clipId('a'), clipId('b'), clipId('c')]

let audio: FakeAudio
let player: ClipPlayer
let entries: Entry[]
let heard: string[]
let listened: [clip: string, uptoMs: number][]
let online: boolean
let refusal: EarshotError | undefined
let linksGiven: number

beforeEach(() => {
  vi.useFakeTimers()
  audio = new FakeAudio()
  entries = [clipEntry(1, 'a', 'grace'), clipEntry(2, 'b', 'me'), clipEntry(3, 'c', 'noor')]
  heard = []
  listened = []
  online = true
  refusal = undefined
  linksGiven = 0
  player = new ClipPlayer({
    audio: audio.element,
    links: new ClipLinks({ link: giveLink }),
    listener: { person: 'me', hasHeard: (clip) => heard.includes(clip) },
    entries: () => entries,
    isTalk: () => false,
    isOnline: () => online,
    onHeard: (clip) => heard.push(clip),
    onListened: (clip, uptoMs) => listened.push([clip, uptoMs]),
  })
  for (const clip of [A, B, C]) rememberPosition(clip, 0, 10_000)
})
afterEach(() => {
  player.dispose()
  vi.useRealTimers()
})

async function giveLink(clip: string) {
  if (refusal !== undefined) throw refusal
  linksGiven += 1
  return { url: `${clip}?link=${linksGiven}`, expiresAtMs: Date.now() + 900_000 }
}

/** Lets what was asked for come, and the element begin. */
async function begin(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
  audio.loads()
}

async function play(clip: string): Promise<void> {
  player.play(clip)
  await begin()
}

describe('playing', () => {
  it('waits for sound, plays, pauses and goes on', async () => {
    player.toggle(A)
    expect(player.state.value).toEqual({ is: 'loading', clip: A })
    await begin()
    expect(player.state.value).toEqual({ is: 'playing', clip: A })
    audio.reaches(4)
    player.toggle(A)
    expect(player.state.value).toEqual({ is: 'paused', clip: A })
    expect(audio.paused).toBe(true)
    player.toggle(A)
    expect(audio.currentTime).toBe(4)
    expect(player.state.value.is).toBe('playing')
  })

  it('plays one at a time, and remembers where it left the other', async () => {
    await play(A)
    audio.reaches(4)
    await play(C)
    expect(audio.src).toContain(C)
    expect(rememberedPosition(A)).toBe(4_000)
    await play(A)
    expect(audio.currentTime).toBe(4)
  })

  it('changes speed in turn, and keeps it for the next clip', async () => {
    await play(A)
    player.changeSpeed()
    expect(audio.playbackRate).toBe(1.5)
    player.changeSpeed()
    expect(audio.playbackRate).toBe(2)
    await play(C)
    expect(audio.playbackRate).toBe(2)
    player.changeSpeed()
    expect(audio.playbackRate).toBe(1)
  })

  it('seeks in what plays, and in what does not remembers the place', async () => {
    await play(A)
    player.seek(A, 6_000)
    expect(audio.currentTime).toBe(6)
    player.seek(C, 3_000)
    expect(audio.currentTime).toBe(6)
    expect(player.positionOf(C)).toBe(3_000)
  })

  it('steps to the clips beside it, as a headset asks', async () => {
    await play(A)
    player.step(1)
    await begin()
    expect(audio.src).toContain(B)
    player.step(-1)
    await begin()
    expect(audio.src).toContain(A)
    player.step(-1)
    expect(audio.src).toContain(A)
  })

  it('pauses when the system does', async () => {
    await play(A)
    audio.pause()
    expect(player.state.value.is).toBe('paused')
  })
})

describe('having heard', () => {
  it('is nine tenths of a clip, told once', async () => {
    await play(A)
    audio.reaches(8.9)
    expect(heard).toEqual([])
    audio.reaches(9)
    audio.ends(10)
    expect(heard).toEqual([A])
  })

  it('is told in part when somebody stops before, or goes to another clip', async () => {
    await play(A)
    audio.reaches(4)
    player.pause()
    expect(listened).toEqual([[A, 4_000]])
    await play(C)
    audio.reaches(2)
    player.stop()
    expect(listened).toEqual([
      [A, 4_000],
      [C, 2_000],
    ])
    expect(heard).toEqual([])
  })

  it('counts nothing that was skipped: whoever only goes to its end has not heard it', async () => {
    await play(A)
    audio.reaches(1)
    player.seek(A, 10_000)
    audio.ends(10)
    expect(heard).toEqual([])
    await play(A)
    audio.reaches(9)
    expect(heard).toEqual([A])
  })

  it('counts what was listened to in any order, and nothing twice', async () => {
    await play(A)
    audio.reaches(6)
    player.seek(A, 0)
    audio.reaches(6)
    expect(heard).toEqual([])
    player.seek(A, 6_000)
    audio.reaches(9)
    expect(heard).toEqual([A])
  })

  it('goes on from where one stopped in another visit, and not from where one has only searched', async () => {
    rememberPosition(A, 5_000, 10_000)
    await play(A)
    audio.reaches(9)
    expect(heard).toEqual([A])
    player.seek(C, 5_000)
    await play(C)
    audio.ends(10)
    expect(heard).toEqual([A])
  })

  it('is its end, where a stream ends a little sooner than its clip', async () => {
    await play(A)
    audio.ends(8.8)
    expect(heard).toEqual([A])
  })

  it('is its end, where it has no length to compare with', async () => {
    entries = []
    await play(A)
    audio.ends(3)
    expect(heard).toEqual([A])
  })
})

describe('when a clip ends', () => {
  it('the next one that I have not heard and did not say plays by itself', async () => {
    await play(A)
    audio.ends(10)
    await begin()
    expect(player.state.value).toEqual({ is: 'playing', clip: C })
    expect(rememberedPosition(A)).toBe(0)
  })

  it('nothing does when it was only searched to its end', async () => {
    await play(A)
    player.pause()
    audio.ends(10)
    expect(player.state.value).toEqual({ is: 'paused', clip: A })
    expect(heard).toEqual([])
  })

  it('nothing does after the last', async () => {
    heard = [C]
    await play(A)
    audio.ends(10)
    expect(player.state.value.is).toBe('idle')
  })
})

describe('what goes wrong', () => {
  it('a link that expired is renewed, and it goes on at the same place', async () => {
    await play(A)
    audio.reaches(4)
    audio.breaks()
    await begin()
    expect(linksGiven).toBe(2)
    expect(audio.currentTime).toBe(4)
    expect(player.state.value.is).toBe('playing')
  })

  it('a sound that cannot be played is said so, after one more try', async () => {
    player.play(A)
    await vi.advanceTimersByTimeAsync(0)
    audio.breaks()
    await vi.advanceTimersByTimeAsync(0)
    audio.breaks()
    expect(player.state.value).toEqual({ is: 'failed', clip: A, why: 'unplayable' })
    expect(linksGiven).toBe(2)
  })

  it('offline nothing is asked for, and it is said so', async () => {
    online = false
    player.play(A)
    expect(player.state.value).toEqual({ is: 'failed', clip: A, why: 'offline' })
    online = true
    await play(A)
    expect(player.state.value.is).toBe('playing')
  })

  it.each([
    ['unreachable', 'offline'],
    ['clip-deleted', 'gone'],
    ['clip-unknown', 'gone'],
  ] as const)('%s is said as "%s"', async (code, why) => {
    refusal = new EarshotError(code)
    player.play(A)
    await vi.advanceTimersByTimeAsync(0)
    expect(player.state.value).toEqual({ is: 'failed', clip: A, why })
  })

  it('a clip that is deleted while it plays stops', async () => {
    await play(A)
    entries = entries.map((entry) => (entry.kind === 'clip' && entry.id === A ? deleted(entry) : entry))
    player.readEntries()
    expect(player.state.value.is).toBe('idle')
    expect(audio.src).toBe('')
  })
})
