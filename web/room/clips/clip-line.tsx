/**
 * A clip in the timeline: who said it and when, its sound to be seen, played, searched and sped up, and who has heard it.
 * One that is gone is a quiet line, and the only one about that.
 */

import { words } from '../../i18n/language.ts'
import { BurntIcon, CheckIcon, DeleteIcon, ForwardIcon, VoiceMessageIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { BurnMark, BurntLine } from '../messages/burnt.tsx'
import { Quote } from '../messages/quote.tsx'
import { ReplyButton } from '../messages/reply-button.tsx'
import type { ForgottenEntry } from '../timeline/items.ts'
import { Recorded, Time } from '../timeline/time.tsx'
import { ClipMenu } from './clip-menu.tsx'
import { isMessage, isOfAnotherDay, titleOf } from './clip-title.ts'
import { clockOf } from './durations.ts'
import { GoneLine } from './gone-line.tsx'
import { HeardBy } from './heard-by.tsx'
import { type ClipEntry, isPlayable, type PlayableEntry } from './next-to-play.ts'
import { PlayButton } from './play-button.tsx'
import { wasMessage, wasToBurn } from './remembered-clips.ts'
import { SpeedButton } from './speed-button.tsx'
import { Waveform } from './waveform.tsx'

interface ClipLineProps {
  entry: ClipEntry
  first: boolean
  /** Of one that is not there any more, as far as the log tells. */
  gone: ForgottenEntry | undefined
}

export function ClipLine({ entry, first, gone }: ClipLineProps) {
  const { listening } = useHere().live
  const w = words.value.clip
  if (!isPlayable(entry)) return <GoneClip entry={entry} gone={gone} />
  if (listening.isBurnt(entry)) return <BurntLine entry={entry} />
  const { id, replyTo, burnsAtMs } = entry.clip
  return (
    <li class={first ? 'message message-first clip' : 'message clip'} aria-label={titleOf(entry)} data-clip={id}>
      <ClipHead entry={entry} first={first} />
      {isOfAnotherDay(entry) ? (
        <p class="clip-note faint">
          <Recorded atMs={entry.clip.startedAtMs} />
        </p>
      ) : null}
      {replyTo === undefined ? null : <Quote moment={replyTo} />}
      {entry.clip.continues === null ? null : <p class="clip-note faint">{w.continues}</p>}
      <ClipPlayerRow entry={entry} />
      <ClipFacts entry={entry} />
      {burnsAtMs === undefined ? null : (
        <BurnMark burnsAtMs={burnsAtMs} isPlaying={listening.player.clip === id && !listening.isMine(id)} />
      )}
      <ClipTrouble clip={id} />
    </li>
  )
}

function GoneClip({ entry: { id, by, atMs }, gone }: Pick<ClipLineProps, 'entry' | 'gone'>) {
  const w = words.value
  const says = wasMessage(id) ? w.messages : w.clip
  const end = endOf(id, by.person, gone)
  const icon = end === 'burnt' ? <BurntIcon /> : <DeleteIcon />
  const what = {
    burnt: w.messages.burnt,
    'days-over': says.dayOver,
    deleted: says.deleted,
    'deleted-by-other': says.deletedByOther(gone?.by?.name ?? ''),
  }[end]
  return <GoneLine clip={id} icon={icon} name={by.name} what={what} atMs={atMs} />
}

/** Where the log does not tell, somebody deleted it. */
function endOf(clip: string, speaker: string, gone: ForgottenEntry | undefined) {
  if (gone?.by == null && wasToBurn(clip)) return 'burnt'
  if (gone?.by === null) return 'days-over'
  return gone === undefined || gone.by.person === speaker ? 'deleted' : 'deleted-by-other'
}

function ClipHead({ entry, first }: { entry: PlayableEntry; first: boolean }) {
  const { listening } = useHere().live
  return (
    <p class="message-head">
      {first ? <bdi class="message-name">{entry.by.name}</bdi> : null}
      <Time atMs={isOfAnotherDay(entry) ? entry.atMs : entry.clip.startedAtMs} />
      <Kind entry={entry} />
      {listening.isNew(entry) ? <span class="clip-new">{words.value.clip.new}</span> : null}
    </p>
  )
}

/** What it is, beside talk that was kept: a message of its own, or one that was passed on. */
function Kind({ entry: { clip } }: { entry: PlayableEntry }) {
  const w = words.value.messages
  if (!isMessage(clip)) return null
  return (
    <span class="clip-kind" title={clip.forwarded === true ? undefined : w.kind}>
      {clip.forwarded === true ? <ForwardIcon /> : <VoiceMessageIcon />}
      <span class={clip.forwarded === true ? undefined : 'unseen'}>
        {clip.forwarded === true ? w.forwarded : w.kind}
      </span>
    </span>
  )
}

function ClipPlayerRow({ entry }: { entry: PlayableEntry }) {
  const { listening } = useHere().live
  const { player } = listening
  const w = words.value.clip
  const { id, durationMs, waveform } = entry.clip
  return (
    <div class="clip-row">
      <PlayButton clip={id} title={titleOf(entry)} quiet={player.clip !== id && !listening.isNew(entry)} />
      <Waveform
        waveform={waveform}
        durationMs={durationMs}
        positionMs={player.positionOf(id)}
        label={`${w.position}, ${titleOf(entry)}`}
        onSeek={(ms) => player.seek(id, Math.min(ms, durationMs))}
      />
      <SpeedButton />
      <ClipMenu entry={entry} />
    </div>
  )
}

/** Before it is begun: how long it is; then how much of it has been played. */
function ClipFacts({ entry }: { entry: PlayableEntry }) {
  const { player } = useHere().live.listening
  const { id, durationMs } = entry.clip
  const positionMs = Math.min(durationMs, player.positionOf(id))
  const isBegun = player.clip === id || positionMs > 0
  return (
    <div class="clip-facts">
      <span class="figures" data-clip-time>
        {isBegun ? `${clockOf(positionMs)} / ${clockOf(durationMs)}` : clockOf(durationMs)}
      </span>
      <Delivery entry={entry} />
      <ReplyButton entry={entry} />
    </div>
  )
}

/** Of my own message that nobody has heard yet, that it has arrived; else who has heard it. */
function Delivery({ entry }: { entry: PlayableEntry }) {
  const { live } = useHere()
  const { id } = entry.clip
  const isMine = entry.by.person === live.me.value.person
  if (!isMine || !isMessage(entry.clip) || live.listening.heardBy(id).length > 0) return <HeardBy clip={id} />
  return (
    <span class="clip-sent">
      <CheckIcon />
      {words.value.messages.sent}
    </span>
  )
}

export function ClipTrouble({ clip }: { clip: string }) {
  const state = useHere().live.listening.player.state.value
  if (state.is !== 'failed' || state.clip !== clip) return null
  return (
    <p class="clip-note field-error" role="alert">
      {words.value.clip[state.why]}
    </p>
  )
}
