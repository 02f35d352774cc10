/**
 * One person in the list of people: a tile on a phone, a row on a desktop. The whole of it opens that person's panel.
 */

import { useId } from 'preact/hooks'
import type { Participant } from '../../../src/client/index.ts'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { MicrophoneIcon, MoreIcon } from '../../icons.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'
import { Orb } from './orb.tsx'
import { PersonPanel } from './person-panel.tsx'
import { PersonWords } from './person-words.tsx'

export type PeopleShape = 'tiles' | 'rows'

interface PersonProps {
  person: Participant
  shape: PeopleShape
  /** Only to be looked at. */
  fixed?: boolean
}

export function Person({ person, shape, fixed = false }: PersonProps) {
  const { live } = useHere()
  const name = useId()
  const away = person.isMe && live.state.value === 'reconnecting'
  return (
    <li class={shape === 'tiles' ? 'tile' : 'row'} aria-labelledby={name}>
      <Orb
        name={person.name}
        voice={{ board: live.levels, member: person.member }}
        silent={live.isSilent(person)}
        away={away || person.reconnecting}
        hand={shape === 'tiles' && person.handRaisedAtMs !== null}
      />
      <PersonWords person={person} away={away} misses={live.reach.missedBy.value.has(person.member)} id={name} />
      {fixed ? null : <PersonOptions person={person} />}
      {shape === 'rows' && !fixed ? <LetSpeak person={person} /> : null}
    </li>
  )
}

/** Whoever runs the room gives the word to a raised hand without opening its panel. */
function LetSpeak({ person }: { person: Participant }) {
  const { live } = useHere()
  const w = words.value.hand
  const { isBusy, failed, act } = useAct()
  const mayGive = live.standing.may({ action: 'role', target: person.role, role: 'speaker' })
  if (!mayGive || person.role !== 'listener' || person.handRaisedAtMs === null) return null
  return (
    <>
      <button
        type="button"
        class="icon-button let-speak"
        aria-label={w.letSpeakOf(person.name)}
        title={w.letSpeak}
        aria-disabled={isBusy}
        onClick={() => act(() => live.hands.letSpeak(person))}
      >
        <MicrophoneIcon />
      </button>
      <FailureLine failed={failed} />
    </>
  )
}

interface PersonOptionsProps {
  person: Participant
  /** A second way to the same panel, for those who press what they look at; the list has the one for everybody. */
  onPicture?: boolean
}

export function PersonOptions({ person, onPicture = false }: PersonOptionsProps) {
  const { anchor, button, close, finish } = usePopover()
  return (
    <>
      <button
        type="button"
        class="person-options"
        aria-label={words.value.room.optionsFor(person.name)}
        {...(onPicture ? { 'aria-hidden': true, tabIndex: -1 } : {})}
        {...button}
      >
        <MoreIcon />
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={person.name} onClose={close}>
          <PersonPanel person={person} onDone={finish} />
        </Popover>
      )}
    </>
  )
}
