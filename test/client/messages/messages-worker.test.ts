/**
 * The messages' worker with a file to send: on a disk that is full, with a file that is not there any more, and with what another
 * person has thrown away.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ByteFile } from '../../../src/client/messages/byte-file.ts'
import { readRecord } from '../../../src/client/messages/message-record.ts'
import type { MessagesCommand, MessagesEvent } from '../../../src/client/messages/messages-words.ts'
import { readSlots, StateSlots } from '../../../src/client/messages/state-slots.ts'
import { FakeOpfs } from '../../support/fake-opfs.ts'
import { FakeTusServer } from '../../support/fake-tus-server.ts'

const [MESSAGE, ROOM] = ['M'.repeat(22), 'R'.repeat(22)]
const FILE = new Uint8Array(50_000).fill(7)
/** Enough for what is remembered of a message, and not for its audio. */
const FULL_BYTES = 20_000

let disk: FakeOpfs
let server: FakeTusServer
let startWorker: (event: { data: unknown }) => void
let port: Pick<MessagePort, 'postMessage' | 'onmessage'>
let events: MessagesEvent[]

beforeAll(async () => {
  vi.stubGlobal('addEventListener', (_: string, listener: typeof startWorker) => {
    startWorker = listener
  })
  vi.resetModules() // who else has loaded it has taken its only listener
  await import('../../../src/client/messages/messages-worker.ts')
})

beforeEach(() => {
  vi.stubGlobal('addEventListener', () => {})
  disk = new FakeOpfs()
  disk.stub()
  server = new FakeTusServer(() => 0.999)
  vi.stubGlobal('fetch', server.fetch)
  openPage()
})

afterAll(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

/** A page with a worker of its own; the one before it is closed. */
function openPage(person = 'ada'): void {
  disk.forgetLocks()
  events = []
  port = { postMessage: (event: MessagesEvent) => void hear(event), onmessage: null }
  startWorker({ data: { server: 'http://127.0.0.1', room: ROOM, person, page: port } })
}

function hear(event: MessagesEvent): void {
  events.push(event)
  if (event.tell === 'token-wanted') queueMicrotask(() => tell({ do: 'token', token: 'token' }))
}

const tell = (command: MessagesCommand) => port.onmessage?.call(port as MessagePort, { data: command } as MessageEvent)
const importFile = (file: Blob = new Blob([FILE]), fileName = 'talk.mp3') => {
  tell({ do: 'import', message: MESSAGE, file, ...SAID, fileName, durationMs: 2_000, waveform: null })
}
const SAID = { recordedAtMs: 1_000, name: 'Ada', fileName: 'talk.mp3', options: {} }
/** The page begins to convert it. */
const expectFile = async (): Promise<void> => {
  const before = expected()
  tell({ do: 'expect', message: MESSAGE, ...SAID })
  await vi.waitFor(() => expect(expected()).toBe(before + 1))
}
const expected = () => events.filter(({ tell }) => tell === 'expected').length
const isHeld = async () => (await navigator.locks.query()).held?.length === 1
const view = () => events.flatMap((event) => (event.tell === 'message' ? [event.view] : [])).at(-1)
const until = (phase: string) => vi.waitFor(() => expect(view()?.phase).toBe(phase))
const remembered = () => readRecord(readSlots(disk.content('state') ?? new Uint8Array(0))?.text)

it('sends a file, and leaves nothing of it on the disk', async () => {
  importFile()
  await until('stored')
  expect([...server.messages.values()].map(({ bytes }) => bytes)).toEqual([FILE])
  await vi.waitFor(() => expect(disk.files.size).toBe(0))
})

it('lets go of a file of which it cannot remember all, so that it can be brought again', async () => {
  importFile(undefined, 'x'.repeat(9_000))
  await until('gone')
  importFile()
  await until('stored')
  expect(events.some((event) => event.tell === 'storage-low')).toBe(false) // its files were there to be had
  await vi.waitFor(() => expect(disk.files.size).toBe(0))
})

describe('a file that was moved or deleted since it was chosen', () => {
  it('fails at once, and leaves nothing on the disk', async () => {
    const arrayBuffer = async () => {
      throw new DOMException('It is gone.', 'NotReadableError')
    }
    importFile({ arrayBuffer } as unknown as Blob)
    await until('refused')
    expect(view()?.refusal).toEqual({ status: 0, code: 'file-gone' })
    expect(disk.files.size).toBe(0)
    tell({ do: 'take-back', message: MESSAGE })
    await until('gone')
  })

  it('can be sent once it is back', async () => {
    importFile({
      arrayBuffer: () => Promise.reject(new DOMException('It is gone.', 'NotFoundError')),
    } as unknown as Blob)
    await until('refused')
    importFile()
    await until('stored')
  })
})

describe('a file that is still being converted', () => {
  it('is in the hands of its page, and for whoever comes after that a file to be chosen again', async () => {
    await expectFile()
    expect(await isHeld()).toBe(true)
    expect(remembered()).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' }, fileName: 'talk.mp3' })
    openPage()
    tell({ do: 'adopt', message: MESSAGE })
    await until('refused')
    expect(view()?.refusal?.code).toBe('file-lost')
    tell({ do: 'take-back', message: MESSAGE })
    await until('gone')
    await vi.waitFor(() => expect(disk.files.size).toBe(0))
  })

  it('becomes the message that was expected, under the same lock', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    await expectFile()
    importFile()
    await until('sending')
    expect(await isHeld()).toBe(true)
    expect(view()?.isInPageAlone).toBe(false)
    expect(remembered()).toMatchObject({ phase: 'sending', durationMs: 2_000, refusal: null })
    expect(disk.content('audio')).toEqual(FILE)
  })

  it('leaves nothing when it is given up, and lies there again when it is tried again at once', async () => {
    await expectFile()
    tell({ do: 'forget', message: MESSAGE })
    await vi.waitFor(async () => expect([disk.files.size, await isHeld()]).toEqual([0, false]))
    await expectFile()
    tell({ do: 'forget', message: MESSAGE })
    await expectFile()
    expect(remembered()?.refusal?.code).toBe('file-lost')
    expect(await isHeld()).toBe(true)
    importFile()
    await until('stored')
    await vi.waitFor(() => expect(disk.files.size).toBe(0))
  })

  it('leaves nothing when it is given up after its worker broke', async () => {
    await expectFile()
    openPage()
    tell({ do: 'forget', message: MESSAGE })
    await vi.waitFor(async () => expect([disk.files.size, await isHeld()]).toEqual([0, false]))
  })

  it('leaves nothing when it is given up after it could not be written down', async () => {
    await expectFile()
    importFile(undefined, 'x'.repeat(9_000))
    await until('gone')
    tell({ do: 'forget', message: MESSAGE })
    await vi.waitFor(async () => expect([disk.files.size, await isHeld()]).toEqual([0, false]))
  })

  it('is left to the worker that has it, whatever another forgets', async () => {
    await expectFile()
    startWorker({ data: { server: 'http://127.0.0.1', room: ROOM, person: 'ada', page: port } })
    tell({ do: 'forget', message: MESSAGE })
    await expectFile() // one thing after the other: by then it is forgotten
    expect(remembered()?.fileName).toBe('talk.mp3')
  })

  it('leaves nothing when what it is made of is gone by then', async () => {
    await expectFile()
    importFile({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')) } as unknown as Blob)
    await until('refused')
    expect([view()?.refusal?.code, disk.files.size, await isHeld()]).toEqual(['file-gone', 0, false])
  })

  it('is expected as well where nothing can be kept', async () => {
    disk.roomBytes = 0
    await expectFile()
    importFile()
    await until('stored')
  })

  it('is converted as well where its name is too long to be remembered', async () => {
    tell({ do: 'expect', message: MESSAGE, ...SAID, fileName: 'x'.repeat(9_000) })
    await vi.waitFor(() => expect(expected()).toBe(1))
    expect(await isHeld()).toBe(false)
  })
})

describe('a file for which the disk has no room', () => {
  /** What is asked is never answered: the page closes before. */
  const importUntilClosed = async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    importFile()
    await until('sending')
  }
  const openNextPage = () => {
    vi.stubGlobal('fetch', server.fetch)
    openPage()
    tell({ do: 'adopt', message: MESSAGE })
  }

  it('is sent by its page, which knows that it has to stay', async () => {
    disk.roomBytes = FULL_BYTES
    server.faults = { lostRequest: 1 }
    importFile()
    await vi.waitFor(() => expect(view()).toMatchObject({ phase: 'sending', isWaiting: true, isInPageAlone: true }))
    expect(events.some((event) => event.tell === 'storage-low')).toBe(true)
    server.faults = {}
    tell({ do: 'retry', message: MESSAGE })
    await until('stored')
    expect([...server.messages.values()].map(({ bytes }) => bytes)).toEqual([FILE])
    await vi.waitFor(() => expect(disk.files.size).toBe(0))
  })

  it('is asked for again by the page that comes after it, and takes up no room till then', async () => {
    disk.roomBytes = FULL_BYTES
    await importUntilClosed()
    expect(disk.content('audio')?.length).toBe(0)
    expect(remembered()).toMatchObject({ phase: 'refused', refusal: { code: 'file-lost' }, fileName: 'talk.mp3' })
    openNextPage()
    await until('refused')
    expect(view()?.refusal?.code).toBe('file-lost')
    tell({ do: 'retry', message: MESSAGE })
    tell({ do: 'take-back', message: MESSAGE })
    await until('gone')
    await vi.waitFor(() => expect(disk.files.size).toBe(0))
    expect(server.messages.size).toBe(0)
  })

  it('goes out from the next page where there was room', async () => {
    await importUntilClosed()
    expect(view()?.isInPageAlone).toBe(false)
    expect(remembered()?.phase).toBe('sending')
    openNextPage()
    await until('stored')
    expect([...server.messages.values()].map(({ bytes }) => bytes)).toEqual([FILE])
  })
})

describe('what another person has thrown away', () => {
  /** Its undo was over with its page, and what the server has of it was not taken back. */
  const lieDiscarded = async (phaseAtMs = Date.now() - 60_000): Promise<void> => {
    disk.roomBytes = Number.POSITIVE_INFINITY
    vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
      if (init.method === 'PATCH') return new Promise(() => {})
      return server.fetch(url, init)
    })
    importFile()
    await vi.waitFor(() => expect(remembered()?.addresses.upload).toContain('/v1/uploads/'))
    vi.stubGlobal('fetch', server.fetch)
    const slots = new StateSlots({ write: writeState, flush: () => {} } as unknown as ByteFile, { number: 1_000 })
    slots.write(JSON.stringify({ ...remembered(), phase: 'discarded', phaseAtMs }))
  }
  const writeState = (bytes: Uint8Array<ArrayBuffer>, { at }: { at: number }) => {
    disk.content('state')?.set(bytes, at)
    return bytes.length
  }
  const find = async (person: string): Promise<void> => {
    openPage(person)
    tell({ do: 'adopt', message: MESSAGE })
    await until('gone')
    await vi.waitFor(async () => expect(await isHeld()).toBe(false))
  }

  it('goes once its person is here again, at the server too: until then there is nothing to hear in it', async () => {
    await lieDiscarded()
    await find('bob')
    expect(events.filter(({ tell }) => tell === 'token-wanted')).toEqual([]) // his would be told that there is no such upload
    expect(disk.content('audio')?.length).toBe(0)
    expect(remembered()).toMatchObject({ person: 'ada', phase: 'discarded' })
    expect(server.uploads.size).toBe(1)
    await find('ada')
    await vi.waitFor(() => expect([disk.files.size, server.uploads.size]).toEqual([0, 0]))
  })

  it('goes once the server has swept it by itself', async () => {
    await lieDiscarded(Date.now() - 73 * 3_600_000)
    await find('bob')
    await vi.waitFor(() => expect(disk.files.size).toBe(0))
  })
})
