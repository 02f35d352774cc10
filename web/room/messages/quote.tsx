/** Above an answer: the moment that it answers, to be played from there. And above the field, while one answers. */

import type { ClipMoment } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { CloseIcon, ReplyIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'
import { quotedOf } from './reply.ts'

export function Quote({ moment }: { moment: ClipMoment }) {
  const { live } = useHere()
  const w = words.value.messages
  const quoted = quotedOf(live.entries.value, moment)
  if (quoted.is === 'gone') {
    return (
      <p class="quote quote-gone">
        <ReplyIcon />
        {w.quotedGone}
      </p>
    )
  }
  const time = clockOf(quoted.atMs)
  const play = () => {
    live.listening.player.play(quoted.clip, quoted.atMs)
    document.querySelector(`[data-clip="${quoted.clip}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const text = quoted.is === 'there' ? w.quoted(quoted.name, time) : w.quotedEarlier(time)
  return (
    <button type="button" class="quote" aria-label={w.playQuoted(text)} onClick={play}>
      <ReplyIcon />
      <span>{text}</span>
    </button>
  )
}

export function ReplyBar() {
  const { live } = useHere()
  const { replyTo } = live.messages
  const w = words.value.messages
  if (replyTo.value === undefined) return null
  const quoted = quotedOf(live.entries.value, replyTo.value)
  const name = quoted.is === 'there' ? quoted.name : ''
  const forget = () => {
    replyTo.value = undefined
    document.querySelector<HTMLElement>('[data-message-field]')?.focus()
  }
  return (
    <div class="reply-bar">
      <ReplyIcon />
      <span>{quoted.is === 'gone' ? w.quotedGone : w.replyTo(name, clockOf(replyTo.value.atMs))}</span>
      <button type="button" class="icon-button" aria-label={w.noReply} onClick={forget}>
        <CloseIcon />
      </button>
    </div>
  )
}
