/** A voice message on its way out whose worker is a test's. */

import { beforeEach, describe, expect, it } from 'vitest'
import { EarshotError } from '../../../src/client/errors.ts'
import type { MessagesLink } from '../../../src/client/messages/messages-link.ts'
import {
  GONE,
  type MessageCommand,
  type MessageView,
  type ToldOfMessage,
} from '../../../src/client/messages/messages-words.ts'
import { OutgoingMessage, type OutgoingState } from '../../../src/client/messages/outgoing-message.ts'

const ID = 'M'.repeat(22)

let told: string[]
let brought: number
let worker: ((event: ToldOfMessage) => void) | undefined

beforeEach(() => {
  told = []
  brought = 0
})

const outgoing = (state: OutgoingState, ofFile: boolean): OutgoingMessage => {
  const link = {
    follow: (_: string, listener: typeof worker) => {
      worker = listener
    },
    tell: (command: MessageCommand) => void told.push(command.do),
  } as MessagesLink
  const facts = { id: ID, recordedAtMs: 0, state, durationMs: 0, waveform: [] }
  const bring = () => {
    brought += 1
  }
  return new OutgoingMessage(link, facts, ofFile ? bring : undefined)
}
const view = (change: Partial<MessageView>) => worker?.({ tell: 'message', message: ID, view: { ...GONE, ...change } })

describe('a file', () => {
  it('that could not be converted is there to be tried again', () => {
    const message = outgoing('converting', true)
    message.fail(new EarshotError('unreachable'))
    message.retry()
    expect(message).toMatchObject({ state: 'converting', error: undefined, isGone: false })
    expect([brought, told]).toEqual([2, []])
  })

  it('that the worker never had fails, and is there to be tried again', () => {
    const message = outgoing('converting', true)
    message.convertedTo(1_000, [1])
    view({ phase: 'gone' })
    expect([message.state, message.error?.code, message.isGone]).toEqual(['failed', 'unreachable', false])
    message.retry()
    expect(brought).toBe(2)
  })

  it('that the worker has is tried again there', () => {
    const message = outgoing('converting', true)
    message.convertedTo(1_000, [1])
    view({ phase: 'refused', refusal: { status: 403, code: 'not-allowed' } })
    message.retry()
    expect([brought, told]).toEqual([1, ['retry']])
  })

  it('that was moved since it was chosen is there to be read again', () => {
    const message = outgoing('converting', true)
    message.convertedTo(1_000, [1])
    view({ phase: 'refused', refusal: { status: 0, code: 'file-gone' } })
    expect([message.state, message.error?.code]).toEqual(['failed', 'file-gone'])
    message.retry()
    expect([brought, told]).toEqual([2, []])
  })

  it('of which an earlier visit has left nothing has to be chosen again', () => {
    const message = outgoing('failed', false)
    view({ phase: 'refused', refusal: { status: 0, code: 'file-lost' } })
    expect(message.error?.code).toBe('file-lost')
  })

  it('that has failed here is forgotten when it is given up', () => {
    const message = outgoing('converting', true)
    message.fail(new EarshotError('file-unreadable'))
    message.cancel()
    expect([message.isGone, told]).toEqual([true, ['forget']])
  })

  it('that is given up while it is converted is remembered no more', () => {
    const message = outgoing('converting', true)
    message.cancel()
    expect([message.isGone, message.signal.aborted, told]).toEqual([true, true, ['forget']])
  })

  it('is converted once the worker expects it, or cannot, and each time that it is tried again', async () => {
    const message = outgoing('converting', true)
    const expected = message.haveExpected(() => {})
    worker?.({ tell: 'expected', message: ID })
    await expected
    message.fail(new EarshotError('unreachable'))
    message.retry()
    const again = message.haveExpected(() => {})
    expect(await Promise.race([again, 'not yet'])).toBe('not yet')
    view({ phase: 'gone' })
    await again
    expect([message.state, message.isGone]).toEqual(['converting', false])
  })

  it('is here until the worker has it, or its author has been told what is wrong with it', () => {
    const message = outgoing('converting', true)
    expect(message.isFileHere).toBe(true)
    message.fail(new EarshotError('unreachable'))
    expect(message.isFileHere).toBe(true)
    message.fail(new EarshotError('file-not-audio'))
    expect(message.isFileHere).toBe(false)
    message.retry()
    message.convertedTo(1_000, [1])
    expect(message.isFileHere).toBe(true)
    view({ phase: 'sending' })
    expect(message.isFileHere).toBe(false)
  })

  it('that is given up on its way to the worker is taken back there, and gone', () => {
    const message = outgoing('converting', true)
    message.convertedTo(1_000, [1])
    message.cancel()
    view({ phase: 'gone' })
    expect([message.isGone, message.state, told]).toEqual([true, 'sending', ['take-back']])
  })
})

describe('a disk that has no room for it', () => {
  const warnings = (message: OutgoingMessage) => [...message.warnings]

  it('is a warning for as long as the page has to stay', () => {
    const message = outgoing('sending', false)
    expect(warnings(message)).toEqual([])
    view({ phase: 'sending', isInPageAlone: true })
    expect([message.state, warnings(message)]).toEqual(['sending', ['storage-low']])
    view({ phase: 'sending', isInPageAlone: true, isWaiting: true })
    expect([message.state, warnings(message)]).toEqual(['waiting', ['storage-low']])
    view({ phase: 'refused', isInPageAlone: true, refusal: { status: 403, code: 'silenced' } })
    expect([message.state, warnings(message)]).toEqual(['failed', ['storage-low']])
    view({ phase: 'stored', isInPageAlone: true })
    expect([message.state, warnings(message)]).toEqual(['sent', []])
  })

  const tooLarge = { phase: 'refused', isInPageAlone: true, refusal: { status: 413, code: 'too-large' } } as const

  it('is none of a file with which no other try is of use', () => {
    const message = outgoing('converting', true)
    message.convertedTo(1_000, [1])
    view({ phase: 'sending', isInPageAlone: true })
    expect(warnings(message)).toEqual(['storage-low'])
    view(tooLarge)
    expect([message.error?.code, warnings(message)]).toEqual(['file-too-large', []])
  })

  it('is one of what was recorded, which lies nowhere else', () => {
    const message = outgoing('sending', false)
    view(tooLarge)
    expect([message.error?.code, warnings(message)]).toEqual(['file-too-large', ['storage-low']])
  })
})

it('that was recorded is gone when nobody works on it any more', () => {
  const message = outgoing('sending', false)
  view({ phase: 'gone' })
  expect(message.isGone).toBe(true)
})
