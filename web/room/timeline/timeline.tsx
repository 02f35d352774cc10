/**
 * The room's timeline: what was written, said and kept, and what the owner did, in the order of the log; what is being said
 * now; and the field to write in.
 * It stays at the newest line while that is in sight, and where it is while a person reads further up.
 */

import { useEffect } from 'preact/hooks'
import type { Entry } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { ArrowDownIcon } from '../../icons.tsx'
import { isPlayable } from '../clips/next-to-play.ts'
import { TalkLine } from '../clips/talk-line.tsx'
import { useHere } from '../here.ts'
import { MessageFoot } from '../messages/message-foot.tsx'
import { OutgoingMessageLine } from '../messages/outgoing-message-line.tsx'
import { useFileDrop } from '../messages/use-file-drop.ts'
import { timelineItems } from './items.ts'
import { Older } from './older.tsx'
import { OutgoingLine } from './outgoing-line.tsx'
import { TimelineLine } from './timeline-line.tsx'
import { useStickyEnd } from './use-sticky-end.ts'

export function Timeline() {
  const { live } = useHere()
  const w = words.value.timeline
  const isGone = (entry: Entry) => entry.kind === 'clip' && (!isPlayable(entry) || live.listening.isBurnt(entry))
  const items = timelineItems(live.entries.value, isGone)
  const outgoing = live.outbox.outgoing.value
  const talks = live.listening.talks.value
  const voices = live.messages.outgoing.value
  const { scroller, atEnd, toEnd } = useStickyEnd(live.entries.value, outgoing.length + voices.length, talks)
  const { isOver, handlers } = useFileDrop(live.standing.maySpeak.value, (files) => live.messages.offer(files))
  useEffect(() => {
    live.unread.show(true)
    return () => live.unread.show(false)
  }, [live])
  return (
    <div class="timeline" {...handlers}>
      <div
        class="timeline-scroll"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the arrow keys
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={words.value.room.messages}
      >
        <Older />
        {items.length + outgoing.length + voices.length + talks.length === 0 ? <Empty /> : null}
        <ol class="timeline-lines">
          {items.map((item) => (
            <TimelineLine key={item.key} item={item} />
          ))}
          {outgoing.map((message) => (
            <OutgoingLine key={`outgoing-${message.id}`} message={message} />
          ))}
          {voices.map((message) => (
            <OutgoingMessageLine key={`outgoing-${message.id}`} message={message} />
          ))}
          {talks.map((talk) => (
            <TalkLine key={talk.clip} talk={talk} />
          ))}
        </ol>
      </div>
      <div class="timeline-foot">
        {atEnd ? null : (
          <button type="button" class="button button-small timeline-latest" onClick={toEnd}>
            <ArrowDownIcon />
            {w.latest}
          </button>
        )}
        <MessageFoot />
      </div>
      {isOver ? <p class="drop-here">{words.value.messages.drop}</p> : null}
    </div>
  )
}

function Empty() {
  const { live } = useHere()
  const w = words.value
  const isKept = live.keeping.isOn.value
  const maySpeak = live.standing.maySpeak.value
  if (!isKept) {
    return (
      <div class="timeline-empty">
        <p>{w.timeline.empty}</p>
        <p class="faint">{maySpeak ? w.timeline.emptyTextSpeak : w.timeline.emptyText}</p>
      </div>
    )
  }
  return (
    <div class="timeline-empty">
      <p>{w.clip.empty}</p>
      <p class="faint">
        {w.clip.emptyText} {maySpeak ? w.clip.emptyTextRecord(live.keeping.days.value) : null}
      </p>
    </div>
  )
}
