/** A file of somebody's on its way to the worker. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConvertEvent } from '../../../src/client/convert/converted-clip.ts'
import { bringFile, fileNameOf } from '../../../src/client/messages/brought-file.ts'
import type { MessagesLink } from '../../../src/client/messages/messages-link.ts'
import { GONE, type MessageCommand, type ToldOfMessage } from '../../../src/client/messages/messages-words.ts'
import { OutgoingMessage } from '../../../src/client/messages/outgoing-message.ts'

const ID = 'M'.repeat(22)
const CLIP = { blob: new Blob(['opus']), durationMs: 1_000.4, waveform: [1] }

it('is called as it is on its disk, and by no more than a disk can call it', () => {
  expect(fileNameOf(new File([], 'talk.mp3'))).toBe('talk.mp3')
  expect(fileNameOf(new File([], 'x'.repeat(9_000)))).toBe('x'.repeat(255))
  expect(fileNameOf(new Blob([]))).toBeUndefined()
})

describe('what the device remembers of it', () => {
  /** What comes of the conversion; undefined: there is no line to load the converter over. */
  let outcome: ConvertEvent | undefined
  let did: string[]
  let worker: (event: ToldOfMessage) => void

  class FakeConverter {
    onmessage: ((event: { data: ConvertEvent }) => void) | undefined
    onerror: ((event: { message: string }) => void) | undefined

    postMessage() {
      did.push('convert')
      queueMicrotask(() => (outcome ? this.onmessage?.({ data: outcome }) : this.onerror?.({ message: '' })))
    }

    terminate() {}
  }

  beforeEach(() => {
    did = []
    vi.stubGlobal('Worker', FakeConverter)
  })
  afterEach(() => void vi.unstubAllGlobals())

  function send(): OutgoingMessage {
    const follow = (_: string, listener: typeof worker) => {
      worker = listener
    }
    const link = { follow, tell: ({ do: it }: MessageCommand) => void did.push(it) } as unknown as MessagesLink
    const facts = { id: ID, recordedAtMs: 0, state: 'converting', durationMs: 0, waveform: [] } as const
    const bringing = { link, options: {}, name: () => 'Ada' }
    return new OutgoingMessage(link, facts, (message) => void bringFile(new Blob(['sound']), message, bringing))
  }

  it('it remembers before the file is converted, and until the message is there', async () => {
    outcome = { type: 'done', clip: CLIP }
    const message = send()
    expect(did).toEqual(['expect'])
    worker({ tell: 'expected', message: ID })
    await vi.waitFor(() => expect(message.state).toBe('sending'))
    expect(did).toEqual(['expect', 'convert', 'import'])
  })

  it('it forgets where it was told what is wrong with the file', async () => {
    outcome = { type: 'failed', code: 'file-not-audio' }
    const message = send()
    worker({ tell: 'expected', message: ID })
    await vi.waitFor(() => expect(message.state).toBe('failed'))
    expect(did).toEqual(['expect', 'convert', 'forget'])
  })

  it('it remembers again at once where the worker that expected it broke', async () => {
    outcome = undefined
    const message = send()
    const isLost = () => worker({ tell: 'message', message: ID, view: GONE })
    worker({ tell: 'expected', message: ID })
    isLost()
    expect([message.state, did]).toEqual(['converting', ['expect', 'expect']])
    isLost() // a worker that cannot be loaded is not asked for without an end
    await vi.waitFor(() => expect(message.error?.code).toBe('unreachable'))
    worker({ tell: 'expected', message: ID })
    isLost()
    expect(did).toEqual(['expect', 'expect', 'convert', 'expect'])
  })

  it('it remembers while it waits for a line, until it is tried again', async () => {
    outcome = undefined
    const message = send()
    worker({ tell: 'expected', message: ID })
    await vi.waitFor(() => expect(message.error?.code).toBe('unreachable'))
    message.retry()
    worker({ tell: 'expected', message: ID })
    outcome = { type: 'done', clip: CLIP }
    await vi.waitFor(() => expect(message.state).toBe('sending'))
    expect(did).toEqual(['expect', 'convert', 'expect', 'convert', 'import'])
  })
})
