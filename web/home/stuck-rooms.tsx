/**
 * What waits here for a room that lets us in no more: why, what to do about it, and each message, to be taken back, listened to,
 * saved or thrown away.
 */

import { useEffect, useMemo } from 'preact/hooks'
import type { MessageDraft, OutgoingMessage } from '../../src/client/index.ts'
import { keepFocus } from '../app/focus.ts'
import { go } from '../app/place.ts'
import { saveFile, stampOf } from '../app/save-file.ts'
import { momentOf, words } from '../i18n/language.ts'
import { DownloadIcon, PauseIcon, PlayIcon, WaitingIcon, WarningIcon } from '../icons.tsx'
import { rememberedRooms } from '../links/remembered-rooms.ts'
import { pathOf } from '../links/room-link.ts'
import { clockOf } from '../room/clips/durations.ts'
import { type GoingMessages, isInPage, messagesInPage } from '../room/messages/messages-in-page.ts'
import { type ShutRoom, shutRooms } from './shut-rooms.ts'
import { StuckMessages } from './stuck-messages.ts'

export function StuckRooms() {
  return [...shutRooms.value].map(([room, shut]) =>
    isInPage(room) ? <StuckRoom key={room} room={room} shut={shut} /> : null,
  )
}

function StuckRoom({ room, shut }: { room: string; shut: ShutRoom }) {
  const stuck = useMemo(() => new StuckMessages(messagesInPage(room) as GoingMessages, new Audio()), [room])
  useEffect(() => () => stuck.dispose(), [stuck])
  const { messages: w, home } = words.value
  const [waiting, drafts] = [stuck.outgoing.value, stuck.drafts.all.value]
  if (stuck.count === 0 && stuck.undo.value === undefined) return null
  const canBeTakenBack = waiting.some(isRecorded)
  const { why, todo } = w.shut[shut.why]
  const name = shut.why === 'forgotten' ? undefined : (shut.name ?? home.unnamed)
  return (
    <section class="stuck-room" aria-label={w.stuck}>
      {stuck.count === 0 ? null : (
        <>
          <p>
            <WarningIcon />
            <span>
              {w.cannotBeSent(stuck.count, name, why)}{' '}
              {canBeTakenBack && shut.why === 'room-deleted' ? null : `${todo} `}
              {canBeTakenBack ? w.takeBackHint : null}
            </span>
          </p>
          <ul>
            {waiting.map((message) => (
              <Waiting key={message.id} message={message} />
            ))}
            {drafts.map((draft) => (
              <Draft key={draft.id} draft={draft} stuck={stuck} />
            ))}
          </ul>
        </>
      )}
      <Ways room={room} shut={shut} stuck={stuck} />
    </section>
  )
}

/** Of a file its owner has the original: taken back, it is forgotten. */
const isRecorded = ({ fileName }: OutgoingMessage): boolean => fileName === undefined

function Waiting({ message }: { message: OutgoingMessage }) {
  const w = words.value.messages
  const name = message.fileName ?? clockOf(message.durationMs)
  const label = isRecorded(message) ? w.takeBack : w.discard
  const takeBack = () => {
    message.cancel()
    queueMicrotask(keepFocus)
  }
  return (
    <li class="stuck-message">
      <WaitingIcon />
      <bdi class="stuck-name figures">{name}</bdi>
      <button type="button" class="button button-small" aria-label={`${label}: ${w.mine(name)}`} onClick={takeBack}>
        {label}
      </button>
    </li>
  )
}

function Draft({ draft, stuck }: { draft: MessageDraft; stuck: StuckMessages }) {
  const w = words.value
  const { preview } = stuck
  const length = clockOf(draft.durationMs)
  const title = w.messages.preview(length)
  const isOn = preview.isOn(draft.id)
  const state = preview.state.value
  const discard = () => {
    stuck.discard(draft)
    queueMicrotask(keepFocus)
  }
  return (
    <li class="stuck-message">
      <button
        type="button"
        class="clip-play"
        data-quiet
        aria-label={`${isOn ? w.messages.pauseListening : w.messages.listen}: ${title}`}
        onClick={() => preview.toggle(draft.id, () => draft.audio())}
      >
        {isOn ? <PauseIcon /> : <PlayIcon />}
      </button>
      <span class="stuck-name">
        <span class="figures">{length}</span> <span class="faint">{w.clip.recorded(momentOf(draft.recordedAtMs))}</span>
      </span>
      <div class="actions">
        <button
          type="button"
          class="button button-small"
          aria-label={`${w.actions.save}: ${title}`}
          onClick={() => void save(draft)}
        >
          <DownloadIcon />
          {w.actions.save}
        </button>
        <button
          type="button"
          class="button button-small"
          aria-label={`${w.messages.discard}: ${title}`}
          onClick={discard}
        >
          {w.messages.discard}
        </button>
      </div>
      {state.is === 'failed' && state.id === draft.id ? (
        <p class="field-error" role="alert">
          {w.messages.unplayableHere}
        </p>
      ) : null}
    </li>
  )
}

/** Back to what was thrown away, and to where it is said how to come in again. */
function Ways({ room, shut, stuck }: { room: string; shut: ShutRoom; stuck: StuckMessages }) {
  const w = words.value
  const undo = stuck.undo.value
  const link = shut.why === 'room-deleted' ? undefined : rememberedRooms.value.find((known) => known.room === room)
  if (undo === undefined && link === undefined) return null
  const open = (event: Event) => {
    event.preventDefault()
    if (link !== undefined) go(pathOf(link))
  }
  return (
    <div class="actions">
      {undo === undefined ? null : (
        <>
          <span>{w.messages.discardedNow}</span>
          <button type="button" class="button button-small" onClick={undo}>
            {w.messages.undo}
          </button>
        </>
      )}
      {link === undefined ? null : (
        <a class="button button-small" href={pathOf(link)} onClick={open}>
          {w.home.open(link.name ?? w.home.unnamed)}
        </a>
      )}
    </div>
  )
}

const save = async (draft: MessageDraft): Promise<void> =>
  saveFile(`earshot-${stampOf(draft.recordedAtMs)}.ogg`, await draft.audio())
