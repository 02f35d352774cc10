/** A voice message on a disk that is not there: what lies on it at every moment, and what of it can be sent already. */

import { beforeEach, describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from '../../../src/audio/pcm.ts'
import { contentOf, MemoryFile } from '../../../src/client/messages/byte-file.ts'
import { isFrameHeard } from '../../../src/client/messages/level-bytes.ts'
import { findRecording } from '../../../src/client/messages/recorded-ogg.ts'
import { RecordingFile } from '../../../src/client/messages/recording-file.ts'
import { ClipCheck } from '../../../src/clips/clip-check.ts'
import { LAST, pagesIn } from '../../../src/clips/ogg-page.ts'
import { readClip } from '../../../src/clips/read-clip.ts'
import { seededRandom } from '../../support/tone.ts'

const SERIAL = 7
const TAGS = { serial: SERIAL, comments: { ENCODER: 'Earshot' } }
const LOUD = 20
const SILENT = 90
/** 300 ms of silence stay. */
const KEPT = 15

let audio: MemoryFile
let levels: MemoryFile
let file: RecordingFile
let said = 0
beforeEach(() => {
  audio = new MemoryFile()
  levels = new MemoryFile()
  file = RecordingFile.begin(audio, levels, TAGS, true)
  said = 0
})

/** A packet of 20 ms that is like no other: CELT, full band, one frame. */
function packet(index: number, bytes = 80): ArrayBuffer {
  const payload = new Uint8Array(bytes).fill(index % 251)
  payload[0] = 31 << 3
  return payload.buffer
}

function say(frames: number, level = LOUD, to = file): void {
  for (let frame = 0; frame < frames; frame += 1) {
    to.add({ payload: packet(said), level, heard: level < 50 })
    said += 1
  }
}

/** Another microphone goes on with what lies there. */
function goOn(): void {
  file = RecordingFile.find(audio, levels, true) as RecordingFile
  file.reopen()
}

const found = () => RecordingFile.find(copyOf(audio), copyOf(levels), true) as RecordingFile

function copyOf(original: MemoryFile, bytes = original.getSize()): MemoryFile {
  const copy = new MemoryFile()
  copy.write(contentOf(original).slice(0, bytes), { at: 0 })
  return copy
}

/** What a player finds in it. */
async function played(bytes: Uint8Array): Promise<{ frames: number; durationMs: number; first: number | undefined }> {
  const check = new ClipCheck()
  expect(check.push(bytes)).toBeUndefined()
  expect(check.end()).toMatchObject({ ok: true })
  const { packets, durationMs } = await readClip(bytes)
  return { frames: packets.length, durationMs, first: packets[0]?.payload[1] }
}

describe('a message on disk', () => {
  it('is there but for the last 200 ms, whenever the page dies', () => {
    for (let frame = 1; frame <= 120; frame += 1) {
      say(1)
      expect(found().durationMs).toBeGreaterThan((frame - 10) * 20 - 20)
    }
  })

  it('is cut at the last whole page, wherever writing stopped', async () => {
    say(95)
    file.pause(95 * FRAME_SAMPLES)
    const whole = contentOf(audio)
    for (let bytes = 200; bytes < whole.length; bytes += 97) {
      const torn = RecordingFile.find(copyOf(audio, bytes), copyOf(levels), true)
      const { frames } = findRecording(whole.subarray(0, bytes)) as { frames: number }
      if (frames === 0) continue
      expect(torn?.seal()).toBe(true)
      expect((await played((torn as RecordingFile).sealed())).frames).toBe(frames)
    }
  })

  it('says that it is of two channels, where it is music', () => {
    file = RecordingFile.begin(audio, levels, { ...TAGS, channels: 2 }, true)
    say(50)
    file.seal()
    const check = new ClipCheck()
    check.push(file.sealed())
    expect(check.end()).toMatchObject({ ok: true, channels: 2 })
  })

  it('holds nothing any more once it was wiped, and is found all the same', () => {
    say(30)
    file.wipe()
    expect([found().isEmpty, found().durationMs, levels.getSize()]).toEqual([true, 0, 0])
  })

  it('is nothing where not even its headers were written', () => {
    expect(RecordingFile.find(copyOf(audio, 60), copyOf(levels), true)).toBeUndefined()
  })

  it('keeps frames whose levels were lost', () => {
    say(100)
    const torn = RecordingFile.find(copyOf(audio), copyOf(levels, 30), true)
    torn?.seal()
    expect(torn?.durationMs).toBeGreaterThanOrEqual(1_990)
  })

  it('takes long packets too', async () => {
    for (let frame = 0; frame < 50; frame += 1) file.add({ payload: packet(frame, 1_275), level: LOUD, heard: true })
    file.seal()
    expect((await played(file.sealed())).frames).toBe(50)
  })
})

describe('the silence at its end', () => {
  it('is on disk, is not sent, and goes when it stops', async () => {
    say(50)
    const atWord = file.settledBytes
    say(200, SILENT)
    expect(found().waveform.length).toBeGreaterThan(0)
    expect(file.settledBytes - atWord).toBeLessThan(2_500)
    file.stop()
    expect(file.durationMs).toBeCloseTo((50 + KEPT) * 20, -2)
    file.seal()
    expect((await played(file.sealed())).frames).toBe(50 + KEPT)
  })

  it('stays where nobody wants it cut', async () => {
    file = RecordingFile.begin(new MemoryFile(), new MemoryFile(), TAGS, false)
    say(50, LOUD, file)
    say(100, SILENT, file)
    file.seal()
    expect((await played(file.sealed())).frames).toBe(150)
  })

  it('is all that there is: then there is no message', () => {
    say(100, SILENT)
    expect(file.isHeard).toBe(false)
    expect(file.seal()).toBe(false)
  })
})

describe('a message that goes on', () => {
  it('is one stream, and what was sent of it stays as it was', async () => {
    say(50)
    say(40, SILENT)
    file.stop()
    const sent = contentOf(audio).slice(0, file.settledBytes)
    say(30)
    file.pause(said * FRAME_SAMPLES)
    file.seal()
    const whole = file.sealed()
    expect(whole.slice(0, sent.length)).toEqual(sent)
    expect((await played(whole)).frames).toBe(50 + KEPT + 30)
  })

  it('can be listened to in between, and is not changed by that', async () => {
    say(55)
    file.pause(55 * FRAME_SAMPLES)
    const before = contentOf(audio).slice()
    expect((await played(file.sealed())).frames).toBe(55)
    expect(contentOf(audio)).toEqual(before)
  })

  it('ends with the last sample that was said', async () => {
    say(52)
    file.pause(50 * FRAME_SAMPLES + 240)
    file.seal()
    expect((await played(file.sealed())).durationMs).toBe(1_005)
  })
})

describe('a draft that is gone on with', () => {
  it('is one stream, as long as both parts', async () => {
    say(52)
    file.pause(50 * FRAME_SAMPLES + 240)
    goOn()
    say(30)
    file.pause(28 * FRAME_SAMPLES + 480) // the new microphone counts from itself
    file.seal()
    expect(await played(file.sealed())).toMatchObject({ frames: 82, durationMs: (52 + 28) * 20 + 10 })
    const pages = [...pagesIn(file.sealed())]
    expect(pages.map(({ number }) => number)).toEqual([...pages.keys()])
    expect(new Set(pages.map(({ serial }) => serial))).toEqual(new Set([SERIAL]))
    const audioGranules = pages.slice(2).map(({ granule }) => granule)
    expect(audioGranules).toEqual(audioGranules.toSorted((a, b) => a - b))
  })

  it('has no silence behind the first part that would not have been sent', async () => {
    say(50)
    say(80, SILENT)
    goOn()
    expect(file.levels.length).toBe(50 + KEPT)
    say(20)
    file.seal()
    expect((await played(file.sealed())).frames).toBe(50 + KEPT + 20)
  })

  it('loses its end, where it had one, and has another', async () => {
    say(44)
    file.pause(43 * FRAME_SAMPLES)
    file.seal()
    goOn()
    expect(file.isSealed).toBe(false)
    say(20)
    file.pause(20 * FRAME_SAMPLES)
    file.seal()
    expect((await played(file.sealed())).frames).toBe(64)
    expect([...pagesIn(file.sealed())].filter(({ flags }) => (flags & LAST) !== 0).length).toBe(1)
  })

  it('is whole again after a crash in the middle of it', () => {
    say(50)
    goOn()
    say(43)
    expect(found().levels.length).toBe(50 + 40)
    expect(found().isHeard).toBe(true)
  })

  it('keeps what was said where a crash took its levels, visit after visit', () => {
    say(150)
    levels.truncate(40)
    goOn()
    say(50, SILENT)
    goOn()
    expect(file.levels.length).toBe(150 + KEPT)
    expect(file.levels.subarray(40, 150).every(isFrameHeard)).toBe(true)
  })

  it('stays of as many channels as it was', () => {
    file = RecordingFile.begin(audio, levels, { ...TAGS, channels: 2 }, true)
    say(50)
    expect(found().channels).toBe(2)
  })

  it('is as it was where nothing more is said', async () => {
    say(50)
    goOn()
    file.pause(0)
    file.seal()
    expect((await played(file.sealed())).frames).toBe(50)
  })
})

describe('what can be sent', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('never changes any more, whatever is said and cut (seed %i)', async (seed) => {
    const random = seededRandom(seed)
    let settled = new Uint8Array(0)
    for (let act = 0; act < 60; act += 1) {
      if (random() < 0.8) say(Math.ceil(random() * 30), random() < 0.6 ? LOUD : SILENT)
      else if (random() < 0.5) file.pause(said * FRAME_SAMPLES)
      else file.stop()
      if (random() < 0.1) [audio, levels, file] = again()
      if (random() < 0.1) goOn()
      const now = contentOf(audio).slice(0, file.settledBytes)
      expect(Buffer.from(now.subarray(0, settled.length)).equals(settled)).toBe(true)
      settled = now
    }
    file.seal()
    expect(Buffer.from(file.sealed().subarray(0, settled.length)).equals(settled)).toBe(true)
    await played(file.sealed())
  })

  /** The page died, and another goes on with its files. */
  function again(): [MemoryFile, MemoryFile, RecordingFile] {
    const files = [copyOf(audio), copyOf(levels)] as const
    return [...files, RecordingFile.find(...files, true) as RecordingFile]
  }

  it('is as it was where one goes on with it, and after another crash', () => {
    say(63)
    const sent = contentOf(audio).slice(0, file.settledBytes)
    for (let visit = 0; visit < 3; visit += 1) {
      ;[audio, levels, file] = again()
      goOn()
      expect(file.settledBytes).toBeGreaterThanOrEqual(sent.length)
      say(17)
    }
    expect(Buffer.from(contentOf(audio).subarray(0, sent.length)).equals(sent)).toBe(true)
  })

  it('is nothing before anybody speaks', () => {
    expect(file.settledBytes).toBe(0)
    say(20, SILENT)
    expect(file.settledBytes).toBe(0)
  })
})
