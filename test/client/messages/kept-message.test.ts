/** One voice message in the worker: what is remembered of it at every moment, and when it goes from this device. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { contentOf, MemoryFile } from '../../../src/client/messages/byte-file.ts'
import { KeptMessage, type KeptParts, UNDO_WITHIN_MS } from '../../../src/client/messages/kept-message.ts'
import { FileAudio } from '../../../src/client/messages/message-audio.ts'
import type { MessageFileName } from '../../../src/client/messages/message-files.ts'
import { type MessageRecord, readRecord } from '../../../src/client/messages/message-record.ts'
import type { FoundMessage, MessageView } from '../../../src/client/messages/messages-words.ts'
import { asOnDisk } from '../../../src/client/messages/record-on-disk.ts'
import { findRecording } from '../../../src/client/messages/recorded-ogg.ts'
import { RecordingFile } from '../../../src/client/messages/recording-file.ts'
import { readSlots, StateSlots } from '../../../src/client/messages/state-slots.ts'
import { NOWHERE } from '../../../src/client/messages/upload-steps.ts'
import { FakeTusServer } from '../../support/fake-tus-server.ts'
import { messageRecord } from '../../support/message-record.ts'

const FRAME_SAMPLES = 960
const RECORD = messageRecord({ phase: 'recording' })

let server: FakeTusServer
let audio: MemoryFile
let state: MemoryFile
let message: KeptMessage
let views: MessageView[]
let released: boolean[]
let stayed: FoundMessage[]
let frames: number
/** What the disk has no room for any more. */
let inMemory: MessageFileName[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  server = new FakeTusServer(() => 0.999)
  vi.stubGlobal('fetch', server.fetch)
  audio = new MemoryFile()
  state = new MemoryFile()
  views = []
  released = []
  stayed = []
  frames = 0
  inMemory = []
  message = new KeptMessage(parts())
})

const parts = (): KeptParts => ({
  record: RECORD,
  audio: RecordingFile.begin(audio, new MemoryFile(), { serial: 1, comments: {} }, true),
  stateFile: state,
  slots: new StateSlots(state),
  server: 'http://127.0.0.1',
  token: async () => 'token',
  tell: (view) => void views.push(view),
  isOnDisk: (name) => !inMemory.includes(name),
  release: (remove) => void remove.then((isToGo) => released.push(isToGo)),
  stay: (draft) => void stayed.push(draft),
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const remembered = () => readRecord(readSlots(contentOf(state))?.text)
const phase = () => views.at(-1)?.phase

function say(count: number, heard = true): void {
  for (let frame = 0; frame < count; frame += 1) {
    const payload = new Uint8Array(100).fill(frames)
    payload[0] = 31 << 3
    message.add({ payload: payload.buffer, level: heard ? 20 : 90, heard })
    frames += 1
  }
}

/** The author is done; the last packet is here. */
function quiet(): void {
  message.pause(frames * FRAME_SAMPLES)
}

/** Everything that is promised has come, and so much time has passed. */
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

describe('a message', () => {
  it('is remembered from its first moment, and with its address before its second second is uploaded', async () => {
    expect(remembered()).toMatchObject({ message: RECORD.message, phase: 'recording' })
    say(60)
    await pass(1_000)
    expect(remembered()?.addresses.upload).toContain('/v1/uploads/')
    expect([...server.uploads.values()][0]?.bytes.length).toBeGreaterThan(0)
  })

  it('is gone from here once the server has stored it, and stays there', async () => {
    say(100)
    message.send({}, 'Ada')
    quiet()
    await pass(100)
    expect(phase()).toBe('stored')
    expect(views.at(-1)?.clip).toMatch(/^clip-/)
    expect(released).toEqual([true])
    expect([...server.messages.values()][0]?.bytes).toEqual(contentOf(audio))
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH'])
  })

  it('tells of what its author said when it was sent', async () => {
    say(100)
    message.send({ burnDays: 2, replyTo: { clip: 'C'.repeat(22), atMs: 1_500 }, ack: 'indexed' }, 'Ada L.')
    quiet()
    await pass(100)
    const [sent] = server.messages.values()
    expect(sent?.metadata).toMatchObject({
      name: 'Ada L.',
      burn: '2',
      reply: `${'C'.repeat(22)}@1500`,
      ack: 'indexed',
      recorded: '1000',
      message: RECORD.message,
    })
    expect(sent?.metadata.waveform?.split(',').length).toBeGreaterThanOrEqual(30)
  })

  it('is sent once, however often it was asked for', async () => {
    server.faults = { lostRequest: 1 }
    say(100)
    message.send({ burnDays: 2 }, 'Ada')
    quiet()
    await pass(100)
    message.send({}, 'Ada')
    server.faults = {}
    await pass(1_000)
    message.send({}, 'Ada')
    expect([...server.messages.values()].map(({ metadata }) => metadata.burn)).toEqual(['2'])
    expect(released).toEqual([true])
  })

  it('is not recorded on once it is sent, though a microphone that was opening says so', async () => {
    say(100)
    server.faults = { lostRequest: 1 }
    message.send({}, 'Ada')
    quiet()
    message.resume()
    await pass(100)
    expect(phase()).toBe('sending')
    expect(remembered()?.phase).toBe('sending')
  })

  it('waits for the last packet, but not for ever', async () => {
    say(50)
    message.send({}, 'Ada')
    await pass(400)
    expect(remembered()?.phase).toBe('recording')
    await pass(200)
    expect(phase()).toBe('stored')
  })

  it('stays while there is no line, and says that it waits', async () => {
    server.faults = { lostRequest: 1 }
    say(100)
    message.send({}, 'Ada')
    quiet()
    await pass(60_000)
    expect(views.at(-1)).toMatchObject({ phase: 'sending', isWaiting: true })
    expect(remembered()?.phase).toBe('sending')
    expect(released).toEqual([])
    server.faults = {}
    message.hurry()
    await pass(100)
    expect(phase()).toBe('stored')
  })

  it('stays where the server refuses it, with why, and can be tried again', async () => {
    server.refuses = true
    say(100)
    message.send({}, 'Ada')
    quiet()
    await pass(100)
    expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { status: 422, code: 'not-a-clip' } })
    expect(remembered()).toMatchObject({ phase: 'refused', addresses: { isEnding: false } })
    expect(released).toEqual([])
    server.refuses = false
    message.retry()
    await pass(100)
    expect(phase()).toBe('stored')
  })

  it('in which nothing was heard is not sent', async () => {
    say(100, false)
    message.send({}, 'Ada')
    quiet()
    await pass(100)
    expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { code: 'no-sound' }, isHeard: false })
    expect(server.messages.size).toBe(0)
  })
})

describe('discarding', () => {
  it('takes back what was uploaded, and removes the rest, after the time to undo it', async () => {
    say(100)
    await pass(1_000)
    message.discard()
    quiet()
    await pass(UNDO_WITHIN_MS - 100)
    expect([released, server.uploads.size]).toEqual([[], 1])
    await pass(200)
    expect(released).toEqual([true])
    expect(server.uploads.size).toBe(0)
    expect(phase()).toBe('gone')
  })

  it('is done with by whoever finds it, when its page was closed within the time to undo it', async () => {
    say(100)
    await pass(1_000)
    message.discard()
    quiet()
    const left = remembered() as MessageRecord
    message.leave()
    await pass(2 * UNDO_WITHIN_MS)
    expect([phase(), released, server.uploads.size]).toEqual(['gone', [false], 1])
    const found = new KeptMessage({ ...parts(), record: left })
    found.goOn()
    await pass(100)
    expect([released, server.uploads.size]).toEqual([[false, true], 0])
  })

  it('can be undone, however often it was asked for', async () => {
    say(100)
    message.discard()
    quiet()
    await pass(1_000)
    message.discard()
    message.keep()
    await pass(2 * UNDO_WITHIN_MS)
    expect(remembered()?.phase).toBe('kept')
    expect(released).toEqual([])
  })

  it('is undone by sending it', async () => {
    say(100)
    message.discard()
    quiet()
    message.send({}, 'Ada')
    await pass(2 * UNDO_WITHIN_MS)
    expect(phase()).toBe('stored')
    expect(server.messages.size).toBe(1)
  })

  it('can be undone, and sent after all', async () => {
    say(100)
    message.discard()
    quiet()
    await pass(5_000)
    message.keep()
    await pass(UNDO_WITHIN_MS)
    expect(remembered()?.phase).toBe('kept')
    message.send({}, 'Ada')
    await pass(100)
    expect(phase()).toBe('stored')
  })
})

describe('taking back', () => {
  it('makes it a draft again', async () => {
    server.faults = { lostRequest: 1 }
    say(100)
    message.send({}, 'Ada')
    quiet()
    await pass(1_000)
    message.takeBack()
    expect(remembered()).toMatchObject({ phase: 'kept', addresses: { ...NOWHERE, isBegun: true } })
    server.faults = {}
    await pass(60_000)
    expect(server.messages.size).toBe(0)
  })

  it('makes it a draft again where the line went before its end was sent', async () => {
    say(100)
    await pass(1_000)
    expect(server.uploads.size).toBe(1)
    vi.stubGlobal('navigator', { onLine: false })
    message.send({}, 'Ada')
    quiet()
    await pass(1_000)
    expect(views.at(-1)).toMatchObject({ phase: 'sending', isWaiting: true })
    message.takeBack()
    expect(remembered()).toMatchObject({ phase: 'kept', addresses: { ...NOWHERE, isBegun: true } })
    vi.unstubAllGlobals()
    vi.stubGlobal('fetch', server.fetch)
    message.send({}, 'Ada')
    await pass(60_000)
    expect(phase()).toBe('stored')
    expect([...server.messages.values()].map(({ bytes }) => bytes)).toEqual([contentOf(audio)])
  })

  it('is too late when the server was sent the end of it and its answer is lost', async () => {
    const answerLost = async (url: URL | string, init: RequestInit = {}) => {
      const answer = await server.fetch(url, init)
      if ('upload-length' in (init.headers as object) || init.method === 'HEAD') throw new TypeError('Lost.')
      return answer
    }
    vi.stubGlobal('fetch', answerLost)
    say(100)
    message.send({}, 'Ada')
    quiet()
    await pass(1_000)
    expect(server.messages.size).toBe(1)
    expect(remembered()?.addresses.isEnding).toBe(true)
    message.takeBack()
    expect(phase()).toBe('sending')
    vi.stubGlobal('fetch', server.fetch)
    await pass(60_000)
    expect(phase()).toBe('stored')
    expect(server.messages.size).toBe(1)
  })

  it('is too late once it is a message', async () => {
    server.stateAtEnd = 'received'
    say(100)
    message.send({}, 'Ada')
    quiet()
    await pass(100)
    message.takeBack()
    await pass(2_000)
    expect(phase()).toBe('stored')
    expect(server.messages.size).toBe(1)
  })
})

it('lies on disk for another day when its page leaves it', async () => {
  say(100)
  message.leave()
  quiet()
  await pass(100)
  expect(remembered()?.phase).toBe('kept')
  expect(released).toEqual([false])
})

describe('discarding while the server is asked for the first time', () => {
  /** The server takes the creation; its answer comes when `letGo` is called, or never. */
  const holdCreation = (): (() => void) => {
    const held = Promise.withResolvers<void>()
    vi.stubGlobal('fetch', async (url: URL | string, init: RequestInit = {}) => {
      const answer = await server.fetch(url, init)
      if (init.method !== 'POST') return answer
      const isAborted = new Promise<never>((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      })
      return Promise.race([held.promise.then(() => answer), isAborted])
    })
    return held.resolve
  }
  const discardWhileBeginning = async () => {
    say(100)
    await pass(1_000)
    expect(server.uploads.size).toBe(1)
    message.discard()
    quiet()
    await pass(100)
  }

  it('takes back what the server made, once its answer says where that is', async () => {
    const letGo = holdCreation()
    await discardWhileBeginning()
    await pass(UNDO_WITHIN_MS)
    expect([phase(), released]).toEqual(['gone', []])
    letGo()
    await pass(100)
    expect([server.uploads.size, released]).toEqual([0, [true]])
  })

  it('takes it back where its page was closed before the answer came', async () => {
    holdCreation()
    await discardWhileBeginning()
    const left = remembered() as MessageRecord
    expect(left).toMatchObject({ phase: 'discarded', addresses: { upload: null, isBegun: true } })
    vi.stubGlobal('fetch', server.fetch)
    await pass(2 * UNDO_WITHIN_MS)
    released = []
    new KeptMessage({ ...parts(), record: left }).goOn()
    await pass(100)
    expect([server.uploads.size, released]).toEqual([0, [true]])
  })

  it('is remembered until the server could be told', async () => {
    say(100)
    await pass(1_000)
    server.faults = { lostRequest: 1 }
    message.discard()
    quiet()
    await pass(2 * UNDO_WITHIN_MS)
    expect([phase(), released, server.uploads.size]).toEqual(['gone', [false], 1])
    expect(findRecording(contentOf(audio))?.frames).toBe(0) // nobody finds anything to hear in it meanwhile
    server.faults = {}
    new KeptMessage({ ...parts(), record: remembered() as MessageRecord }).goOn()
    await pass(100)
    expect([released, server.uploads.size]).toEqual([[false, true], 0])
  })

  it('is forgotten once the server has swept it by itself', async () => {
    server.faults = { lostRequest: 1 }
    const swept = { ...RECORD, phase: 'discarded' as const, phaseAtMs: Date.now() - 73 * 3_600_000 }
    new KeptMessage({ ...parts(), record: { ...swept, addresses: { ...NOWHERE, isBegun: true } } }).goOn()
    await pass(100)
    expect(released).toEqual([true])
  })
})

describe('a disk that is full', () => {
  const sendWithoutLine = async () => {
    say(100)
    server.faults = { lostRequest: 1 }
    message.send({}, 'Ada')
    quiet()
    await pass(1_000)
  }

  it('is never told that it has all of a message: what a crash leaves there is a draft', async () => {
    inMemory = ['audio']
    await sendWithoutLine()
    expect(views.at(-1)).toMatchObject({ phase: 'sending', isInPageAlone: true })
    expect(remembered()?.phase).toBe('kept')
    server.faults = {}
    message.hurry()
    await pass(100)
    expect([phase(), released]).toEqual(['stored', [true]])
  })

  it('is told so where all of it is there, and that is known to the page', async () => {
    await sendWithoutLine()
    expect(views.at(-1)).toMatchObject({ phase: 'sending', isInPageAlone: false })
    expect(remembered()?.phase).toBe('sending')
    inMemory = ['state']
    message.hurry()
    await pass(1_000)
    expect(views.at(-1)?.isInPageAlone).toBe(true)
  })

  it('has the end of a message before it is told that the message is to be sent', async () => {
    const wasSealed: (boolean | undefined)[] = []
    const slots = {
      write: (text: string) => {
        if (readRecord(text)?.phase === 'sending') wasSealed.push(findRecording(contentOf(audio))?.isSealed)
      },
    } as StateSlots
    message = new KeptMessage({ ...parts(), slots })
    await sendWithoutLine()
    expect(new Set(wasSealed)).toEqual(new Set([true]))
  })

  it('keeps at the server what it has of a message that is taken back', async () => {
    say(100)
    await pass(1_000)
    inMemory = ['audio']
    vi.stubGlobal('navigator', { onLine: false })
    message.send({}, 'Ada')
    quiet()
    await pass(1_000)
    vi.stubGlobal('navigator', { onLine: true })
    message.takeBack()
    await pass(100)
    expect([phase(), server.uploads.size]).toEqual(['kept', 1])
    expect(remembered()?.addresses.upload).toContain('/v1/uploads/')
  })
})

describe('leaving a message that the page alone has', () => {
  it('keeps it, as it would be sent', async () => {
    say(100)
    inMemory = ['state']
    message.leave()
    quiet()
    await pass(100)
    expect([phase(), released]).toEqual(['gone', []])
    expect(stayed).toMatchObject([{ record: { phase: 'kept' }, isInPageAlone: true, isEmpty: false }])
    expect(stayed[0]?.audio.size).toBe(audio.getSize())
    message.leave()
    expect(stayed.length).toBe(1)
  })

  it('lets go of what was thrown away', async () => {
    inMemory = ['audio']
    say(100)
    message.discard()
    quiet()
    message.leave()
    await pass(100)
    expect([stayed, released]).toEqual([[], [false]])
  })
})

describe('what a crash has left', () => {
  /** Of a recording that went on in memory: two seconds here, more at the server. */
  const torso = async () => {
    say(100)
    const left = audio.getSize()
    say(400)
    await pass(1_000)
    const [upload] = server.uploads.values()
    expect(upload?.bytes.length).toBeGreaterThan(left)
    const files = [new MemoryFile(), new MemoryFile()] as const
    files[0].write(contentOf(audio).slice(0, left), { at: 0 })
    const found = RecordingFile.find(files[0], files[1], false) as RecordingFile
    const record: MessageRecord = { ...(remembered() as MessageRecord), phase: 'kept' }
    message.leave()
    quiet()
    views = []
    return { sent: upload?.bytes, left: files[0], message: new KeptMessage({ ...parts(), record, audio: found }) }
  }

  it('of a recording is sent with all that the server has of it, and looks as that does', async () => {
    const { sent, message: found } = await torso()
    found.goOn()
    found.send({}, 'Ada')
    await pass(100)
    expect(phase()).toBe('stored')
    const [stored] = server.messages.values()
    expect(stored?.bytes).toEqual(sent)
    expect(stored?.metadata).toMatchObject({ name: 'Ada', message: RECORD.message })
    expect(stored?.metadata.waveform).toBeUndefined()
    expect(server.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
  })

  it('of a recording is sent by itself where what the server has of it ends within a page', async () => {
    const { message: found, left } = await torso()
    const [[address = '', upload] = []] = server.uploads
    if (upload !== undefined) server.uploads.set(address, { ...upload, bytes: upload.bytes.slice(0, -10) })
    vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
      server.refuses = 'upload-length' in (init.headers as object) && server.uploads.has(address)
      return server.fetch(url, init)
    })
    found.goOn()
    found.send({}, 'Ada')
    await pass(1_000)
    expect(phase()).toBe('stored')
    expect([...server.messages.values()].map(({ bytes }) => bytes)).toEqual([contentOf(left)])
    expect(findRecording(contentOf(left))?.frames).toBe(100)
  })

  describe('of a file', () => {
    const FILE: MessageRecord = { ...RECORD, isFile: true, phase: 'sending', durationMs: 2_000, waveform: null }
    const found = (record: MessageRecord, bytes: number) => {
      const file = new MemoryFile()
      file.write(new Uint8Array(bytes), { at: 0 })
      return new KeptMessage({ ...parts(), record, audio: new FileAudio(file, record) })
    }
    const lost = () => asOnDisk(FILE, false)
    const ENDING = { upload: 'http://127.0.0.1/v1/uploads/gone', clip: 'c', isBegun: true, isEnding: true }

    it('is never sent as if it were the whole', async () => {
      const file = found(lost(), 5_000)
      file.goOn()
      expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' } })
      file.retry()
      file.send({}, 'Ada')
      await pass(1_000)
      expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' } })
      expect(server.requests).toEqual([])
      file.takeBack()
      await pass(100)
      expect([phase(), released]).toEqual(['gone', [true]])
    })

    it('can be given up, though its end may have reached the server', async () => {
      vi.stubGlobal('navigator', { onLine: false })
      const file = found({ ...lost(), addresses: ENDING }, 0)
      file.goOn()
      file.takeBack()
      await pass(100)
      expect([phase(), remembered()?.phase]).toEqual(['gone', 'discarded'])
    })

    it('waits for the server to say whether it has the whole', async () => {
      server.faults = { lostRequest: 1 }
      const file = found({ ...lost(), addresses: ENDING }, 0)
      views = []
      file.goOn()
      await pass(60_000)
      expect(new Set(views.map(({ phase: shown }) => shown))).toEqual(new Set(['sending']))
      expect(views.at(-1)).toMatchObject({ isWaiting: true, refusal: undefined })
      server.faults = {}
      file.hurry()
      await pass(1_000)
      expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' } })
    })

    it('waits no longer for a server that will not say it', async () => {
      vi.stubGlobal('fetch', async () => Response.json({ error: { code: 'silenced' } }, { status: 403 }))
      found({ ...lost(), addresses: ENDING }, 0).goOn()
      expect(phase()).toBe('sending')
      await pass(100)
      expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' } })
      expect(remembered()?.addresses).toEqual(ENDING)
    })

    it('is none where nothing is left of it', async () => {
      found(FILE, 0).goOn()
      expect(views.at(-1)).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' } })
    })

    it('is a message after all where its end had reached the server', async () => {
      const file = found(FILE, 5_000)
      file.goOn()
      await pass(100)
      const [upload = ''] = server.messages.keys()
      const addresses = { upload: `http://127.0.0.1${upload}`, clip: null, isBegun: true, isEnding: true }
      found({ ...lost(), addresses }, 0).goOn()
      await pass(100)
      expect(phase()).toBe('stored')
      expect(server.messages.size).toBe(1)
    })
  })
})
