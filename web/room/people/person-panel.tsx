/**
 * What can be done about one person: hear them louder or softer; and, for the owner, mute or remove them.
 * About myself: another name.
 */

import { useId, useState } from 'preact/hooks'
import type { EarshotErrorCode, Participant } from '../../../src/client/index.ts'
import { codeOf } from '../../devices/desk.ts'
import { words } from '../../i18n/language.ts'
import { EditIcon, MicrophoneIcon, MutedIcon, RemoveIcon, SpeakerIcon, SpeakerOffIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { PersonWords } from './person-words.tsx'

interface PersonPanelProps {
  person: Participant
  onDone: () => void
}

export function PersonPanel({ person, onDone }: PersonPanelProps) {
  const { live } = useHere()
  const misses = live.reach.missedBy.value.has(person.member)
  return (
    <div class="person-panel">
      <PersonWords person={person} misses={misses} />
      {misses ? <p class="person-note">{words.value.person.missesMe}</p> : null}
      {person.isMe ? <RenameItem onDone={onDone} /> : <Volume person={person} />}
      {live.isOwner && !person.isMe ? <OwnersPowers person={person} onDone={onDone} /> : null}
    </div>
  )
}

function RenameItem({ onDone }: { onDone: () => void }) {
  const { dialogs } = useHere()
  const rename = () => {
    onDone()
    dialogs.show({ is: 'rename' })
  }
  return (
    <button type="button" class="menu-item" onClick={rename}>
      <EditIcon />
      {words.value.person.rename}
    </button>
  )
}

function Volume({ person }: { person: Participant }) {
  const { live } = useHere()
  const w = words.value.person
  const id = useId()
  const [percent, setPercent] = useState(() => Math.round(live.room.volumeOf(person.member) * 100))
  const change = (value: number) => {
    setPercent(value)
    live.setVolume(person, value / 100)
  }
  return (
    <div class="volume">
      <label for={id}>
        {percent === 0 ? <SpeakerOffIcon /> : <SpeakerIcon />}
        {w.volume}
        <output class="figures" for={id}>
          {percent} %
        </output>
      </label>
      <input
        id={id}
        type="range"
        min="0"
        max="200"
        step="5"
        value={percent}
        aria-valuetext={`${percent} %`}
        onInput={(event) => change(event.currentTarget.valueAsNumber)}
        onDblClick={() => change(100)}
      />
      <p class="faint">{w.volumeHint}</p>
    </div>
  )
}

function OwnersPowers({ person, onDone }: PersonPanelProps) {
  const { live, dialogs } = useHere()
  const w = words.value
  const [failed, setFailed] = useState<EarshotErrorCode>()
  const act = (action: Promise<void>) => {
    setFailed(undefined)
    action.catch((error: unknown) => setFailed(codeOf(error, 'unreachable')))
  }
  const remove = () => {
    onDone()
    dialogs.show({ is: 'remove', person })
  }
  return (
    <div class="menu-group">
      {person.silenced ? (
        <button type="button" class="menu-item" onClick={() => act(live.room.unmute(person.member))}>
          <MicrophoneIcon />
          {w.person.unsilence}
        </button>
      ) : (
        <button type="button" class="menu-item" onClick={() => act(live.room.mute(person.member))}>
          <MutedIcon />
          {w.person.silence}
        </button>
      )}
      <button type="button" class="menu-item menu-danger" onClick={remove}>
        <RemoveIcon />
        {w.person.remove}
      </button>
      {failed === undefined ? null : (
        <p class="field-error" role="alert">
          {w.sentence(w.failures[failed].title)} {w.failures[failed].text}
        </p>
      )}
    </div>
  )
}
