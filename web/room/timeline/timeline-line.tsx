/** One line of the timeline: a day, a text, a clip, what the owner did, or that clips are gone. */

import { dayOf, words } from '../../i18n/language.ts'
import { ClipLine } from '../clips/clip-line.tsx'
import { wasToBurn } from '../clips/remembered-clips.ts'
import { Quote } from '../messages/quote.tsx'
import type { ForgottenEntry, ModerationEntry, TextEntry, TimelineItem } from './items.ts'
import { MessageText } from './message-text.tsx'
import { Time } from './time.tsx'

export function TimelineLine({ item }: { item: TimelineItem }) {
  switch (item.is) {
    case 'day':
      return <li class="line-day">{dayOf(item.atMs, Date.now())}</li>
    case 'text':
      return <TextLine entry={item.entry} first={item.first} />
    case 'moderation':
      return <ModerationLine entry={item.entry} />
    case 'clip':
      return <ClipLine entry={item.entry} first={item.first} gone={item.gone} />
    case 'forgotten':
      return <ForgottenLine entry={item.entry} clips={item.clips} />
    default:
      return item satisfies never
  }
}

function TextLine({ entry, first }: { entry: TextEntry; first: boolean }) {
  return (
    <li class={first ? 'message message-first' : 'message'}>
      <p class={first ? 'message-head' : 'unseen'}>
        <bdi class="message-name">{entry.by.name}</bdi>
        <Time atMs={entry.atMs} />
      </p>
      {entry.replyTo === undefined ? null : <Quote moment={entry.replyTo} />}
      <MessageText text={entry.text} />
    </li>
  )
}

function ModerationLine({ entry }: { entry: ModerationEntry }) {
  const say = words.value.timeline.moderation[entry.action]
  return (
    <li class="line-moderation">
      <span>{say(entry.by.name, entry.target?.name ?? '', { days: entry.days, role: entry.role })}</span>
      <Time atMs={entry.atMs} />
    </li>
  )
}

function ForgottenLine({ entry, clips }: { entry: ForgottenEntry; clips: readonly string[] }) {
  const w = words.value.clip
  const { by } = entry
  const over = clips.every(wasToBurn) ? words.value.messages.burntAway : w.daysOver
  return (
    <li class="line-moderation">
      <span>{by === null ? over(clips.length) : w.deletedBy(by.name, clips.length)}</span>
      <Time atMs={entry.atMs} />
    </li>
  )
}
