/** A message of mine that the log does not have yet: on its way, waiting for the line, or failed with a way out. */

import { wordsOf } from '../../app/failure.tsx'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { Quote } from '../messages/quote.tsx'
import { MessageText } from './message-text.tsx'
import type { Outgoing } from './outbox.ts'

export function OutgoingLine({ message }: { message: Outgoing }) {
  const { live } = useHere()
  const w = words.value
  const reconnecting = live.state.value === 'reconnecting'
  return (
    <li class="message message-first message-outgoing">
      <p class="message-head">
        <bdi class="message-name">{live.me.value.name}</bdi>
        {message.failed === undefined ? <span>{reconnecting ? w.timeline.waiting : w.timeline.sending}</span> : null}
      </p>
      {message.replyTo === undefined ? null : <Quote moment={message.replyTo} />}
      <MessageText text={message.text} />
      {message.failed === undefined ? null : (
        <div class="message-failed" role="alert">
          <p>
            <strong>{w.timeline.failed}</strong> {wordsOf(message.failed).text}
          </p>
          <button type="button" class="button button-small" onClick={() => live.outbox.retry(message)}>
            {w.actions.tryAgain}
          </button>
          <button type="button" class="button button-small button-quiet" onClick={() => live.outbox.discard(message)}>
            {w.timeline.discard}
          </button>
        </div>
      )}
    </li>
  )
}
