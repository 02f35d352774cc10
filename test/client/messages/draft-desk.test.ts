/** What becomes of a draft that somebody wants to go on with, send or throw away. */

import { beforeEach, describe, expect, it } from 'vitest'
import { EarshotError } from '../../../src/client/errors.ts'
import { DraftDesk } from '../../../src/client/messages/draft-desk.ts'
import type { FoundMessage, MessageDraft } from '../../../src/client/messages/message-draft.ts'
import type { MessageRecord } from '../../../src/client/messages/message-record.ts'
import { NOWHERE } from '../../../src/client/messages/upload-steps.ts'
import { MAX_RECORDING_MS } from '../../../src/client/messages/voice-recorder.ts'
import { messageRecord } from '../../support/message-record.ts'

const ID = 'M'.repeat(22)
const KEPT = messageRecord({ message: ID, person: 'ada' })

let done: string[]
let refusal: EarshotError | undefined
/** As much of the SDK's recorder as the desk uses. */
let recorder: { id: string; send(): void; discard(): () => Promise<void> } | undefined
let isOnItsWay: boolean
let desk: DraftDesk

beforeEach(() => {
  done = []
  refusal = undefined
  recorder = undefined
  isOnItsWay = false
  desk = new DraftDesk({
    person: 'ada',
    link: { tell: (command: { do: string }) => done.push(command.do) },
    outgoing: { find: () => (isOnItsWay ? {} : undefined) },
    recording: {
      get recorder() {
        return recorder
      },
      goOn: async ({ id }: { id: string }) => {
        if (refusal !== undefined) throw refusal
        done.push(`go on with ${id}`)
      },
    },
    name: () => 'Ada',
    changed: () => done.push('changed'),
  } as never)
})

function draft(change: Partial<MessageRecord> = {}, durationMs = 5_000): MessageDraft {
  const found: FoundMessage = {
    record: { ...KEPT, ...change },
    durationMs,
    waveform: [],
    isEmpty: false,
    audio: new Blob([]),
  }
  return desk.of([found])[0] as MessageDraft
}

describe('going on with a draft', () => {
  it('is for what was recorded here', async () => {
    expect(draft().ended).toBeUndefined()
    await draft().resume()
    expect(done).toEqual([`go on with ${ID}`])
  })

  it.each([
    { why: 'file', change: { isFile: true } },
    { why: 'too-long', durationMs: MAX_RECORDING_MS - 500 },
    { why: 'sent', change: { addresses: { ...NOWHERE, isEnding: true } } },
  ])('is refused where it has ended: $why', async ({ why, change, durationMs }) => {
    const ended = draft(change, durationMs)
    expect(ended.ended).toBe(why)
    await expect(ended.resume()).rejects.toMatchObject({ code: 'message-ended', cause: why })
    expect(done).toEqual([])
  })

  it('looks again which drafts there are, where that one is gone', async () => {
    refusal = new EarshotError('message-elsewhere')
    await expect(draft().resume()).rejects.toBe(refusal)
    expect(done).toEqual(['changed'])
  })

  it('is too late where it is on its way', async () => {
    isOnItsWay = true
    await expect(draft().resume()).rejects.toMatchObject({ code: 'message-elsewhere' })
  })

  it('leaves sending, throwing away and fetching back to whoever goes on with it', async () => {
    const undo = async () => void done.push('recorder is back')
    recorder = { id: ID, send: () => done.push('recorder sends'), discard: () => undo }
    draft().send()
    draft().discard()
    await draft().restore()
    expect(done).toEqual(['recorder sends', 'recorder is back'])
  })
})
