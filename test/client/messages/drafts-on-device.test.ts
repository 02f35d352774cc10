/** Drafts of all rooms, as the start page asks for them: whose they are, and which of what lies on disk is one. */

import { afterEach, expect, it, vi } from 'vitest'
import { contentOf, MemoryFile } from '../../../src/client/messages/byte-file.ts'
import { draftsOnDevice } from '../../../src/client/messages/drafts-on-device.ts'
import { lockName } from '../../../src/client/messages/message-files.ts'
import type { MessageRecord } from '../../../src/client/messages/message-record.ts'
import { FILE_LOST } from '../../../src/client/messages/record-on-disk.ts'
import { RecordingFile } from '../../../src/client/messages/recording-file.ts'
import { StateSlots } from '../../../src/client/messages/state-slots.ts'
import { bearerOf } from '../../support/bearer.ts'
import { type FakeFiles, stubDisk } from '../../support/fake-disk.ts'
import { messageRecord } from '../../support/message-record.ts'

const [ROOM, OTHER_ROOM] = ['R'.repeat(22), 'S'.repeat(22)]
const FRAMES = 50
/** A frame of 20 ms is whole when the next one is here: the decoder's look-ahead. */
const DURATION_MS = FRAMES * 20 - 6.5

afterEach(() => vi.unstubAllGlobals())

function lying(message: string, said: Partial<MessageRecord> = {}): FakeFiles {
  const record = messageRecord({ message, recordedAtMs: 1, trim: false, phase: 'recording', phaseAtMs: 1, ...said })
  const [audio, levels, state] = [new MemoryFile(), new MemoryFile(), new MemoryFile()]
  const recording = RecordingFile.begin(audio, levels, { serial: 1, comments: {} }, false)
  for (let frame = 0; frame < FRAMES; frame += 1)
    recording.add({ payload: new ArrayBuffer(40), level: 30, heard: true })
  recording.stop()
  new StateSlots(state).write(JSON.stringify(record))
  const at = `earshot-messages/${record.room}/${message}`
  return { [`${at}/audio`]: contentOf(audio), [`${at}/levels`]: contentOf(levels), [`${at}/state`]: contentOf(state) }
}

const id = (letter: string) => letter.repeat(22)

it('finds what its person has recorded in any room and not sent, the newest first', async () => {
  stubDisk({ ...lying(id('a')), ...lying(id('b'), { room: OTHER_ROOM, recordedAtMs: 2, phase: 'kept' }) })
  expect(await draftsOnDevice(bearerOf('guest:ada'))).toEqual([
    { room: OTHER_ROOM, id: id('b'), recordedAtMs: 2, durationMs: Math.round(DURATION_MS) },
    { room: ROOM, id: id('a'), recordedAtMs: 1, durationMs: Math.round(DURATION_MS) },
  ])
})

it('tells nobody else of it, nor anybody who cannot say who they are', async () => {
  stubDisk(lying(id('a')))
  expect(await draftsOnDevice(bearerOf('guest:bob'))).toEqual([])
  expect(await draftsOnDevice('')).toEqual([])
})

it('leaves out what is on its way, thrown away, a piece of a file, or in the hands of another tab', async () => {
  const gone = { ...lying(id('a'), { phase: 'sending' }), ...lying(id('b'), { phase: 'discarded' }) }
  const piece = lying(id('d'), { isFile: true, phase: 'refused', refusal: { status: 0, code: FILE_LOST } })
  stubDisk({ ...gone, ...piece, ...lying(id('c')) }, [lockName(ROOM, id('c'))])
  expect(await draftsOnDevice(bearerOf('guest:ada'))).toEqual([])
})

it('finds nothing where nothing was ever recorded', async () => {
  stubDisk({})
  expect(await draftsOnDevice(bearerOf('guest:ada'))).toEqual([])
})
