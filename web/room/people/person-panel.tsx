/**
 * What can be done about one person: hear them louder or softer; and, where my role allows it over theirs, let them speak,
 * mute them, give them another role, remove them. About myself: another name. What is done closes it: other things to
 * choose take the place of what was chosen, and a second click must not choose them.
 */

import { useId, useState } from 'preact/hooks'
import type { GivenRole, Participant } from '../../../src/client/index.ts'
import { FailureLine } from '../../app/failure.tsx'
import { type Acting, useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { EditIcon, HandIcon, MicrophoneIcon, MutedIcon, RemoveIcon, SpeakerIcon, SpeakerOffIcon } from '../../icons.tsx'
import { MenuItem } from '../../overlay/menu-item.tsx'
import { useHere } from '../here.ts'
import type { LiveRoom } from '../live-room.ts'
import { PersonWords } from './person-words.tsx'
import { ROLE_ICONS } from './role-icons.tsx'

const GIVEN_ROLES: readonly GivenRole[] = ['moderator', 'speaker', 'listener']

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
      {!person.isMe && live.standing.may({ action: 'remove', target: person.role }) ? (
        <Powers person={person} onDone={onDone} />
      ) : null}
    </div>
  )
}

function RenameItem({ onDone }: { onDone: () => void }) {
  const { dialogs } = useHere()
  const rename = () => {
    onDone()
    dialogs.show({ is: 'rename' })
  }
  return <MenuItem icon={<EditIcon />} label={words.value.person.rename} onChoose={rename} />
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

/** What my role lets me do to them. */
function Powers({ person, onDone }: PersonPanelProps) {
  const { live, dialogs } = useHere()
  const w = words.value
  const { failed, act } = useAct()
  const target = person.role
  const remove = () => {
    onDone()
    dialogs.show({ is: 'remove', person })
  }
  return (
    <div class="menu-group">
      <HandPowers person={person} act={act} onDone={onDone} />
      {target === 'listener' && !person.silenced ? null : (
        <MenuItem
          icon={person.silenced ? <MicrophoneIcon /> : <MutedIcon />}
          label={person.silenced ? w.person.unsilence : w.person.silence}
          onChoose={() =>
            act(() => (person.silenced ? live.room.unmute(person.member) : live.room.mute(person.member)), onDone)
          }
        />
      )}
      {rolesToGive(live, person).map((role) => (
        <MenuItem
          key={role}
          icon={ROLE_ICONS[role]}
          label={w.roles.make[role]}
          hint={w.roles.hint[role]}
          onChoose={() => act(() => live.room.setRole(person.member, role), onDone)}
        />
      ))}
      <MenuItem icon={<RemoveIcon />} label={w.person.remove} danger onChoose={remove} />
      <FailureLine failed={failed} />
    </div>
  )
}

/** First of all, where they have asked for it: the word. */
function HandPowers({ person, act, onDone }: PersonPanelProps & { act: Acting['act'] }) {
  const { live } = useHere()
  const w = words.value.hand
  if (person.handRaisedAtMs === null) return null
  const lower = () => {
    onDone()
    live.hands.lower(person)
  }
  return (
    <>
      {person.role === 'listener' ? (
        <MenuItem
          icon={<MicrophoneIcon />}
          label={w.letSpeak}
          hint={w.letSpeakHint}
          onChoose={() => act(() => live.hands.letSpeak(person), onDone)}
        />
      ) : null}
      <MenuItem icon={<HandIcon />} label={w.lowerTheirs} onChoose={lower} />
    </>
  )
}

/** A listener with a hand up becomes a speaker by the word above. */
const rolesToGive = ({ standing }: LiveRoom, { role: target, handRaisedAtMs }: Participant): GivenRole[] =>
  GIVEN_ROLES.filter((role) => role !== target && standing.may({ action: 'role', target, role })).filter(
    (role) => !(role === 'speaker' && target === 'listener' && handRaisedAtMs !== null),
  )
