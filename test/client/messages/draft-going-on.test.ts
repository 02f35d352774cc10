/** The messages' worker with a draft that goes on: on the disk, at the server, and in the hands of one page. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { FRAME_SAMPLES } from '../../../src/audio/pcm.ts'
import { readRecord } from '../../../src/client/messages/message-record.ts'
import type { MessagesCommand, MessagesEvent } from '../../../src/client/messages/messages-words.ts'
import { findRecording } from '../../../src/client/messages/recorded-ogg.ts'
import { readSlots } from '../../../src/client/messages/state-slots.ts'
import { ClipCheck } from '../../../src/clips/clip-check.ts'
import { readClip } from '../../../src/clips/read-clip.ts'
import { FakeOpfs } from '../../support/fake-opfs.ts'
import { FakeTusServer } from '../../support/fake-tus-server.ts'

const MESSAGE = 'M'.repeat(22)
const FRAMES_PER_SECOND = 50

let disk: FakeOpfs
let server: FakeTusServer
let startWorker: (event: { data: unknown }) => void
let page: Page
/** How many frames, and in which visit each was said: what is said in one is not what was said in another. */
let said: number
let saidIn: number[]
let visits: number

/** A page with a worker of its own, and the line from its microphone. */
class Page {
  readonly events: MessagesEvent[] = []
  readonly #port: Pick<MessagePort, 'postMessage' | 'onmessage'>
  readonly #line = { onmessage: null } as unknown as MessagePort
  #frames = 0

  constructor() {
    this.#port = { postMessage: (event: MessagesEvent) => this.#hear(event), onmessage: null }
    startWorker({ data: { server: 'http://127.0.0.1', room: 'R'.repeat(22), person: 'ada', page: this.#port } })
  }

  tell(command: MessagesCommand): void {
    this.#port.onmessage?.call(this.#port as MessagePort, { data: command } as MessageEvent)
  }

  async record(): Promise<void> {
    const facts = { recordedAtMs: 1_000, trim: true, name: 'Ada', channels: 1 } as const
    this.tell({ do: 'record', message: MESSAGE, ...facts, line: this.#line })
    await vi.waitFor(() => expect(this.#line.onmessage).not.toBeNull())
  }

  /** Whether it goes on here: with so many levels of what there is. */
  async goOn(): Promise<number | 'elsewhere'> {
    this.tell({ do: 'go-on', message: MESSAGE, line: this.#line })
    const answer = await vi.waitFor(() => {
      const found = this.events.findLast(({ tell }) => tell === 'taken-up' || tell === 'not-taken-up')
      expect(found).toBeDefined()
      return found
    })
    return answer?.tell === 'taken-up' ? answer.levels.length : 'elsewhere'
  }

  /** Second by second, as it is uploaded. */
  async say(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      for (let frame = 0; frame < FRAMES_PER_SECOND; frame += 1) this.#frame()
      await vi.advanceTimersByTimeAsync(1_000)
    }
  }

  /** Its last packet is here. */
  async stop(): Promise<void> {
    this.#send({ samples: this.#frames * FRAME_SAMPLES })
    this.tell({ do: 'stop', message: MESSAGE })
    await this.until('kept')
  }

  async send(): Promise<void> {
    this.tell({ do: 'send', message: MESSAGE, options: {}, name: 'Ada' })
    await this.until('stored')
  }

  async until(phase: string): Promise<void> {
    const seen = () => this.events.flatMap((event) => (event.tell === 'message' ? [event.view.phase] : [])).at(-1)
    await vi.waitFor(() => expect(seen()).toBe(phase))
  }

  #frame(): void {
    const payload = new Uint8Array(100).fill(visits)
    payload.set([31 << 3, said % 251])
    this.#send({ payload: payload.buffer, level: 20, heard: true })
    this.#frames += 1
    saidIn[said] = visits
    said += 1
  }

  #send(data: unknown): void {
    this.#line.onmessage?.call(this.#line, { data } as MessageEvent)
  }

  #hear(event: MessagesEvent): void {
    this.events.push(event)
    if (event.tell === 'token-wanted') queueMicrotask(() => this.tell({ do: 'token', token: 'token' }))
  }
}

beforeAll(async () => {
  vi.stubGlobal('addEventListener', (_: string, listener: typeof startWorker) => {
    startWorker = listener
  })
  vi.resetModules() // who else has loaded it has taken its only listener
  await import('../../../src/client/messages/messages-worker.ts')
})
afterAll(() => vi.resetModules())

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
  vi.stubGlobal('addEventListener', () => {})
  disk = new FakeOpfs()
  disk.stub()
  server = new FakeTusServer(() => 0.999)
  vi.stubGlobal('fetch', server.fetch)
  said = 0
  saidIn = []
  visits = 0
  page = new Page()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** The page dies in the middle of whatever it does, and another is opened. */
function crash(): void {
  visits += 1
  vi.clearAllTimers()
  disk.forgetLocks()
  page = new Page()
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const asked = (method: string) => server.requests.filter((request) => request.method === method)

/** The one message that the server has: as many frames as these, each of which it was sent once. */
async function expectMessage(frames: number): Promise<void> {
  const [message, ...others] = [...server.messages.values()]
  const bytes = message?.bytes ?? new Uint8Array(0)
  const check = new ClipCheck()
  check.push(bytes)
  expect(check.end()).toMatchObject({ ok: true, channels: 1 })
  const { packets } = await readClip(bytes)
  expect(packets.length).toBe(frames)
  expect(packets.every(({ payload }, at) => payload[1] === at % 251 && payload[2] === saidIn[at])).toBe(true)
  expect(others).toEqual([])
}

const sendAndTakeBack = async () => {
  page.tell({ do: 'send', message: MESSAGE, options: {}, name: 'Ada' })
  await vi.advanceTimersByTimeAsync(1_000)
  await page.until('sending')
  page.tell({ do: 'take-back', message: MESSAGE })
  await page.until('kept')
  page.tell({ do: 'leave', message: MESSAGE })
  await page.until('gone')
}
const lineIsBack = () => vi.stubGlobal('navigator', { ...navigator, onLine: true })

it('goes on where a crash left it, and is sent no byte twice', async () => {
  await page.record()
  await page.say(3)
  crash()
  const before = sum(asked('PATCH').map(({ bytes }) => bytes))
  expect(before).toBeGreaterThan(0)
  expect(await page.goOn()).toBe(150)
  await page.say(2)
  await page.stop()
  await page.send()
  await expectMessage(250)
  expect(asked('POST').length).toBe(1)
  expect(sum(asked('PATCH').map(({ bytes }) => bytes))).toBe([...server.messages.values()][0]?.bytes.length)
})

it('is whole after another crash, and after a third', async () => {
  await page.record()
  await page.say(1)
  for (let visit = 1; visit < 4; visit += 1) {
    crash()
    expect(await page.goOn()).toBe(visit * 50)
    expect(readRecord(readSlots(disk.content('state') ?? new Uint8Array(0))?.text)?.phase).toBe('recording')
    await page.say(1)
  }
  crash()
  page.tell({ do: 'adopt', message: MESSAGE })
  await page.send()
  await expectMessage(200)
})

it('goes on for one page of two', async () => {
  await page.record()
  await page.say(1)
  crash()
  const other = new Page()
  expect([await page.goOn(), await other.goOn()]).toEqual([50, 'elsewhere'])
  page.tell({ do: 'discard', message: MESSAGE })
  await vi.advanceTimersByTimeAsync(20_000)
  await page.until('gone')
  expect(disk.files.size).toBe(0)
  expect(await new Page().goOn()).toBe('elsewhere')
})

it('does not go on where it can be neither read nor written, and is let go of', async () => {
  await page.record()
  await page.say(1)
  crash()
  disk.isClearedByWriting = true
  expect(await page.goOn()).toBe('elsewhere')
  disk.isClearedByWriting = false
  expect(await new Page().goOn()).toBe(50)
})

it.each([
  { failing: 'can be read', fault: 'isUnreadable' },
  { failing: 'can be locked', fault: 'isWithoutLocks' },
] as const)('is let go of while nothing of it $failing, and goes on later', async ({ fault }) => {
  await page.record()
  await page.say(1)
  crash()
  disk[fault] = true
  expect(await page.goOn()).toBe('elsewhere')
  page.tell({ do: 'adopt', message: MESSAGE })
  await page.until('gone')
  disk[fault] = false
  expect(await new Page().goOn()).toBe(50)
})

it('goes on without its end, where it was to be sent and was taken back', async () => {
  await page.record()
  await page.say(2)
  vi.stubGlobal('navigator', { ...navigator, onLine: false })
  await sendAndTakeBack()
  lineIsBack()
  crash()
  expect(await page.goOn()).toBe(100)
  await page.say(1)
  await page.stop()
  await page.send()
  await expectMessage(150)
})

it('is begun anew where the server has more of it than a crash has left here', async () => {
  await page.record()
  await page.say(1)
  disk.roomBytes = disk.content('audio')?.length ?? 0
  await page.say(2) // uploaded, and on no disk
  crash()
  disk.roomBytes = Number.POSITIVE_INFINITY
  said = (await page.goOn()) as number
  expect(said).toBeLessThan(100)
  server.faults = { lostRequest: 1 } // no line until there is more here than at the server
  await page.say(3)
  server.faults = {}
  const frames = said
  await vi.advanceTimersByTimeAsync(60_000)
  await page.stop()
  await page.send()
  await expectMessage(frames)
})

describe('a message whose end was sent, and its answer lost', () => {
  const isLast = ({ headers }: RequestInit) => 'upload-length' in (headers as object)

  it('does not go on while the server will not say whether it has it', async () => {
    let isSilenced = false
    vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
      if (isSilenced) return Response.json({ error: { code: 'silenced' } }, { status: 403 })
      isSilenced = isLast(init)
      const answer = await server.fetch(url, init)
      if (isSilenced) throw new TypeError('The answer is lost.')
      return answer
    })
    await page.record()
    await page.say(3)
    await page.stop()
    page.tell({ do: 'send', message: MESSAGE, options: {}, name: 'Ada' })
    await vi.advanceTimersByTimeAsync(5_000)
    await page.until('refused')
    page.tell({ do: 'take-back', message: MESSAGE })
    await page.until('kept')
    crash()
    expect(await page.goOn()).toBe('elsewhere')
    isSilenced = false
    page.tell({ do: 'adopt', message: MESSAGE })
    await page.until('stored')
    await expectMessage(150)
  })

  it('goes out whole as another message where it was gone on with before that end arrived', async () => {
    let late: Parameters<typeof server.fetch> | undefined
    vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
      if (late !== undefined) vi.stubGlobal('navigator', { ...navigator, onLine: false })
      if (!isLast(init)) return server.fetch(url, init)
      late = [url, { ...init, body: (init.body as Uint8Array<ArrayBuffer>).slice() }]
      throw new TypeError('It is still on its way.')
    })
    await page.record()
    await page.say(3)
    await page.stop()
    page.tell({ do: 'send', message: MESSAGE, options: {}, name: 'Ada' })
    await vi.advanceTimersByTimeAsync(5_000)
    page.tell({ do: 'take-back', message: MESSAGE })
    await page.until('kept')
    await server.fetch(...(late ?? ['']))
    expect(server.messages.size).toBe(1)
    vi.stubGlobal('navigator', { ...navigator, onLine: true })
    vi.stubGlobal('fetch', server.fetch)
    crash()
    expect(await page.goOn()).toBe(150)
    await page.say(3)
    await page.stop()
    await page.send()
    const lengths = [...server.messages.values()].map(async ({ bytes }) => (await readClip(bytes)).packets.length)
    expect(await Promise.all(lengths)).toEqual([150, 300])
  })
})

it('is begun anew over a crash, too, before the server has heard that its old bytes go', async () => {
  await page.record()
  await page.say(1)
  disk.roomBytes = disk.content('audio')?.length ?? 0
  await page.say(10) // uploaded, and on no disk
  crash()
  disk.roomBytes = Number.POSITIVE_INFINITY
  said = (await page.goOn()) as number
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    if (init.method === 'DELETE') throw new TypeError('No line.')
    return server.fetch(url, init)
  })
  await page.say(3)
  const frames = said
  crash()
  vi.stubGlobal('fetch', server.fetch)
  page.tell({ do: 'adopt', message: MESSAGE })
  await page.send()
  await expectMessage(frames)
})

describe('a message for which the disk has no room', () => {
  /** 21 s, of which the codec's look-ahead is not heard. */
  const LENGTH_MS = 20_994
  const left = () => page.events.flatMap((event) => (event.tell === 'left' ? [event.draft] : [])).at(-1)
  const recordOnFullDisk = async () => {
    vi.stubGlobal('navigator', { ...navigator, onLine: false })
    await page.record()
    await page.say(1)
    disk.roomBytes = disk.content('audio')?.length ?? 0
    await page.say(20)
  }

  it('is a draft of this page where it is taken back, and goes on with all that was said', async () => {
    await recordOnFullDisk()
    await sendAndTakeBack()
    expect(left()).toMatchObject({ record: { phase: 'kept' }, durationMs: LENGTH_MS, isInPageAlone: true })
    lineIsBack()
    expect(await page.goOn()).toBe(1_050)
    const told = page.events.map(({ tell }) => tell)
    const behind = page.events.slice(told.lastIndexOf('taken-up') + 1) // before that, nobody listens
    expect(behind).toContainEqual({ tell: 'storage-low', message: MESSAGE, isInPageAlone: true })
    await page.say(1)
    await page.stop()
    await page.send()
    await expectMessage(1_100)
    await vi.waitFor(() => expect(disk.files.size).toBe(0))
  })

  it('is a draft of this page where nobody has sent it, however often it is left', async () => {
    await recordOnFullDisk()
    page.tell({ do: 'leave', message: MESSAGE })
    await vi.advanceTimersByTimeAsync(1_000)
    await page.until('gone')
    page.tell({ do: 'adopt', message: MESSAGE })
    page.tell({ do: 'discard', message: MESSAGE })
    await page.until('discarded')
    page.tell({ do: 'keep', message: MESSAGE })
    page.tell({ do: 'leave', message: MESSAGE })
    await page.until('gone')
    expect(left()?.durationMs).toBe(LENGTH_MS)
    lineIsBack()
    page.tell({ do: 'adopt', message: MESSAGE })
    await page.send()
    await expectMessage(1_050)
  })

  it('is a draft of this page where there is no disk at all', async () => {
    vi.stubGlobal('navigator', { locks: navigator.locks, onLine: false })
    await page.record()
    await page.say(2)
    await sendAndTakeBack()
    lineIsBack()
    expect(await page.goOn()).toBe(100)
    await page.say(1)
    await page.stop()
    await page.send()
    await expectMessage(150)
  })

  it('is heard to its end, on the recorder and as a draft', async () => {
    await recordOnFullDisk()
    page.tell({ do: 'listen', message: MESSAGE, ask: 1 })
    await vi.advanceTimersByTimeAsync(1_000)
    const [heard] = page.events.flatMap((event) => (event.tell === 'audio' ? [event.audio] : []))
    await sendAndTakeBack()
    const sounds = [heard, left()?.audio].map(async (sound) =>
      readClip(new Uint8Array((await sound?.arrayBuffer()) ?? [])),
    )
    expect((await Promise.all(sounds)).map(({ packets }) => packets.length)).toEqual([1_050, 1_050])
    expect(findRecording(disk.content('audio') ?? new Uint8Array(0))?.frames).toBe(50)
  })

  it('is none where nothing was said', async () => {
    vi.stubGlobal('navigator', { locks: navigator.locks })
    await page.record()
    page.tell({ do: 'leave', message: MESSAGE })
    await vi.advanceTimersByTimeAsync(1_000)
    await page.until('gone')
    expect(left()).toBeUndefined()
  })

  it('is with the page that has it alone, and on the disk what that had room for', async () => {
    await recordOnFullDisk()
    await sendAndTakeBack()
    expect(await new Page().goOn()).toBe('elsewhere')
    crash()
    expect(await page.goOn()).toBe(50)
  })

  it('leaves no sound on the disk where it is thrown away, though the server cannot be told', async () => {
    await page.record()
    await page.say(2)
    disk.roomBytes = disk.content('audio')?.length ?? 0
    await page.say(2)
    vi.stubGlobal('navigator', { ...navigator, onLine: false })
    page.tell({ do: 'discard', message: MESSAGE })
    await vi.advanceTimersByTimeAsync(20_000)
    await page.until('gone')
    expect(readRecord(readSlots(disk.content('state') ?? new Uint8Array(0))?.text)?.phase).toBe('discarded')
    expect(findRecording(disk.content('audio') ?? new Uint8Array(0))?.frames).toBe(0)
  })
})
