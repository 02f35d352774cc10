/** A message as the page sees it, put together of what is known of it in the worker. Pure. */

import type { MessageAudio } from './message-audio.ts'
import type { MessageRecord } from './message-record.ts'
import type { MessageView } from './messages-words.ts'
import type { OutgoingState } from './outgoing-state.ts'

type Sound = Pick<MessageAudio, 'durationMs' | 'waveform' | 'isHeard'>
type Sending = Pick<OutgoingState, 'progress' | 'isWaiting' | 'addresses' | 'outcome'>
type Standing = Pick<MessageView, 'phase' | 'isInPageAlone'>

export function viewOf(
  { phase, refusal }: Pick<MessageRecord, 'phase' | 'refusal'>,
  { durationMs, waveform, isHeard }: Sound,
  { progress, isWaiting, addresses, outcome }: Sending,
  standing: Standing,
): MessageView {
  const stored = outcome.is === 'stored' ? outcome.clip : null
  return {
    ...standing,
    durationMs,
    waveform: phase === 'recording' ? undefined : (waveform ?? undefined),
    isHeard,
    progress,
    isWaiting,
    clip: stored ?? addresses.clip ?? undefined,
    refusal: refusal ?? undefined,
  }
}

/** Of a file that is lost here the server may have the whole: until it says so, or that it has not, nobody has to choose it again. */
export const asLookedFor = (view: MessageView): MessageView => ({
  ...view,
  phase: 'sending',
  isWaiting: true,
  refusal: undefined,
})
