/** A voice message as its device remembers it: recorded by Ada, and not sent. */

import type { MessageRecord } from '../../src/client/messages/message-record.ts'
import { NOWHERE } from '../../src/client/messages/upload-steps.ts'

export const messageRecord = (change: Partial<MessageRecord> = {}): MessageRecord => ({
  message: 'M'.repeat(22),
  room: 'R'.repeat(22),
  person: 'guest:ada',
  recordedAtMs: 1_000,
  isFile: false,
  trim: true,
  phase: 'kept',
  phaseAtMs: 1_000,
  options: {},
  name: 'Ada',
  durationMs: null,
  waveform: null,
  addresses: NOWHERE,
  refusal: null,
  ...change,
})
