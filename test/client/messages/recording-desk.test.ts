/** Who has a draft in hand while the microphone opens with which it is to be gone on, and while the worker takes it up. */

import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DraftDesk } from '../../../src/client/messages/draft-desk.ts'
import type { MessageDraft } from '../../../src/client/messages/message-draft.ts'
import type { MessageCommand } from '../../../src/client/messages/messages-words.ts'
import { OutgoingList } from '../../../src/client/messages/outgoing-list.ts'
import { RecordingDesk } from '../../../src/client/messages/recording-desk.ts'
import { NOWHERE } from '../../../src/client/messages/upload-steps.ts'

type Listener = (event: unknown) => void

let listeners: Map<string, Listener>
let told: MessageCommand[]
/** The microphone is there. */
let opened: PromiseWithResolvers<void>
/** Whether this page has the microphone, and the room hears nothing of it. */
let isHeld: boolean
/** What the room lends, as long as it is there. */
let lent: object | undefined
let closed: number
let recording: RecordingDesk
let drafts: DraftDesk

const words = () => told.map((command) => command.do)

/** The worker says it of a message. */
const hear = (message: string, event: object) => listeners.get(message)?.({ message, ...event })

beforeEach(() => {
  listeners = new Map()
  told = []
  opened = Promise.withResolvers()
  isHeld = false
  const link = {
    follow: (id: string, listener: Listener | undefined) =>
      listener === undefined ? listeners.delete(id) : listeners.set(id, listener),
    isFollowed: (id: string) => listeners.has(id),
    tell: (command: MessageCommand) => told.push(command),
  }
  closed = 0
  const closeMicrophone = () => {
    closed += 1
  }
  lent = { microphone: undefined, openMicrophone: () => opened.promise, closeMicrophone }
  const hold = (held: boolean) => {
    isHeld = held
  }
  const others = { link, name: () => 'Ada', changed: () => {} }
  recording = new RecordingDesk({ ...others, audio: () => lent, hold, sent: () => undefined } as never)
  const outgoing = new OutgoingList(() => {})
  drafts = new DraftDesk({ ...others, person: 'ada', outgoing, recording } as never)
})

function draft(message: string): MessageDraft {
  const record = { message, room: 'R', person: 'ada', recordedAtMs: 1_000, isFile: false, trim: true, phase: 'kept' }
  const rest = { phaseAtMs: 1_000, options: {}, name: 'Ada', refusal: null, addresses: NOWHERE }
  const found = { durationMs: 5_000, waveform: [], isEmpty: false, audio: new Blob([]) }
  return drafts.of([{ ...found, record: { ...record, ...rest } } as never])[0] as MessageDraft
}

/** The worker has been asked for it, and has not answered. */
const untilAsked = (times = 1) =>
  vi.waitFor(() => expect(words().filter((word) => word === 'go-on').length).toBe(times))

describe('a draft for which the microphone is just opening', () => {
  it('is sent, and not gone on with', async () => {
    const going = draft('M').resume()
    await vi.waitFor(() => expect(isHeld).toBe(true))
    const message = draft('M').send()
    opened.resolve()
    await expect(going).rejects.toMatchObject({ code: 'aborted' })
    expect([words(), isHeld]).toEqual([['adopt', 'send'], false])
    hear('M', { tell: 'message', view: { phase: 'stored' } })
    expect(message.state).toBe('sent')
  })

  it('is thrown away, and not gone on with', async () => {
    const going = draft('M').resume()
    await vi.waitFor(() => expect(isHeld).toBe(true))
    draft('M').discard()
    opened.resolve()
    await expect(going).rejects.toMatchObject({ code: 'aborted' })
    expect([words(), isHeld]).toEqual([['adopt', 'discard'], false])
  })

  it('is left to whoever has found it meanwhile', async () => {
    const going = draft('M').resume()
    await vi.waitFor(() => expect(isHeld).toBe(true))
    const finder = () => {}
    listeners.set('M', finder)
    opened.resolve()
    await expect(going).rejects.toMatchObject({ code: 'message-elsewhere' })
    expect([words(), listeners.get('M'), isHeld]).toEqual([[], finder, false])
  })
})

describe('a room that is over while the microphone is just opening', () => {
  it.each(['record', 'resume'] as const)(
    'has nothing begun in it by %s, and shuts the microphone again',
    async (begin) => {
      const begun = begin === 'record' ? recording.record(true) : draft('M').resume()
      await vi.waitFor(() => expect(isHeld).toBe(true))
      lent = undefined
      opened.resolve()
      await expect(begun).rejects.toMatchObject({ code: 'aborted' })
      expect([words(), closed, isHeld, recording.recorder]).toEqual([[], 1, false, undefined])
    },
  )
})

describe('a draft that the worker is just taking up', () => {
  beforeEach(() => opened.resolve())

  it('is sent all the same, and keeps no other from being gone on with', async () => {
    const going = draft('M').resume()
    await untilAsked()
    const message = draft('M').send()
    hear('M', { tell: 'taken-up', levels: new Uint8Array(0), channels: 1 })
    await expect(going).rejects.toMatchObject({ code: 'aborted' })
    hear('M', { tell: 'message', view: { phase: 'stored' } })
    expect([message.state, isHeld]).toEqual(['sent', false])
    const another = draft('N').resume()
    await untilAsked(2)
    hear('N', { tell: 'not-taken-up' })
    await expect(another).rejects.toMatchObject({ code: 'message-elsewhere' })
  })

  it('is thrown away all the same, and can be fetched back', async () => {
    const going = draft('M').resume()
    await untilAsked()
    draft('M').discard()
    await expect(going).rejects.toMatchObject({ code: 'aborted' })
    const back = draft('M').restore()
    hear('M', { tell: 'taken-up', levels: new Uint8Array(0), channels: 1 })
    for (const phase of ['discarded', 'kept', 'gone']) hear('M', { tell: 'message', view: { phase } })
    await back
    expect(words()).toEqual(['go-on', 'adopt', 'discard', 'keep', 'leave'])
  })
})
