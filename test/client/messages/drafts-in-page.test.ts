/** Drafts that the page alone has, by what the worker tells of them. */

import { beforeEach, expect, it } from 'vitest'
import { DraftsInPage } from '../../../src/client/messages/drafts-in-page.ts'
import { MessageDraft } from '../../../src/client/messages/message-draft.ts'
import { type FoundMessage, GONE, type MessageView } from '../../../src/client/messages/messages-words.ts'
import { messageRecord } from '../../support/message-record.ts'

const ID = 'M'.repeat(22)
const DRAFT: FoundMessage = {
  record: messageRecord({ message: ID, person: 'ada' }),
  durationMs: 5_000,
  waveform: [],
  isEmpty: false,
  audio: new Blob([]),
  isInPageAlone: true,
}

let changes: number
let drafts: DraftsInPage

beforeEach(() => {
  changes = 0
  drafts = new DraftsInPage(() => {
    changes += 1
  })
  drafts.follow({ tell: 'left', message: ID, draft: DRAFT })
})

const tell = (phase: MessageView['phase'], message = ID) =>
  drafts.follow({ tell: 'message', message, view: { ...GONE, phase } })

it('are there until somebody works on them again', () => {
  expect([drafts.all, changes]).toEqual([[DRAFT], 1])
  tell('sending')
  expect([drafts.all, changes]).toEqual([[], 2])
  tell('stored')
  expect(changes).toBe(2)
})

it('are there until somebody goes on with them', () => {
  const takenUp = { levels: new Uint8Array(0), channels: 1 } as const
  drafts.follow({ tell: 'not-taken-up', message: ID })
  expect(drafts.all).toEqual([DRAFT])
  drafts.follow({ tell: 'taken-up', message: ID, ...takenUp })
  expect(drafts.all).toEqual([])
})

it('are there whatever is said to nobody, and of others', () => {
  tell('gone')
  tell('sending', 'another')
  drafts.follow({ tell: 'storage-low', message: ID, isInPageAlone: true })
  expect([drafts.all, changes]).toEqual([[DRAFT], 1])
})

it('go with the worker that had them', () => {
  drafts.lose()
  expect([drafts.all, changes]).toEqual([[], 2])
  drafts.lose()
  expect(changes).toBe(2)
})

it('warn of what a draft on the disk does not', () => {
  const warnings = (found: FoundMessage) => [...new MessageDraft(found, {} as never).warnings]
  expect(warnings(DRAFT)).toEqual(['storage-low'])
  expect(warnings({ ...DRAFT, isInPageAlone: false })).toEqual([])
})
