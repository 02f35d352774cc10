/** One line of the timeline: a day, a text, or what the owner did. */

import { dayOf, timeOf, words } from '../../i18n/language.ts'
import type { ModerationEntry, TextEntry, TimelineItem } from './items.ts'
import { MessageText } from './message-text.tsx'

export function TimelineLine({ item }: { item: TimelineItem }) {
  switch (item.is) {
    case 'day':
      return <li class="line-day">{dayOf(item.atMs, Date.now())}</li>
    case 'text':
      return <TextLine entry={item.entry} first={item.first} />
    case 'moderation':
      return <ModerationLine entry={item.entry} />
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
      <MessageText text={entry.text} />
    </li>
  )
}

function ModerationLine({ entry }: { entry: ModerationEntry }) {
  const say = words.value.timeline.moderation[entry.action]
  return (
    <li class="line-moderation">
      <span>{say(entry.by.name, entry.target?.name ?? '')}</span>
      <Time atMs={entry.atMs} />
    </li>
  )
}

export function Time({ atMs }: { atMs: number }) {
  return (
    <time class="figures" dateTime={new Date(atMs).toISOString()}>
      {timeOf(atMs)}
    </time>
  )
}
