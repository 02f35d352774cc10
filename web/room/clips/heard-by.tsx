/** Who has listened to a clip: how many others in sight, their names in a popover, and how far those came who did not hear all. */

import type { ClipListener } from '../../../src/client/index.ts'
import { nameList, words } from '../../i18n/language.ts'
import { CheckIcon } from '../../icons.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'
import { withShownName } from '../shown-names.ts'
import { clockOf } from './durations.ts'

/** Of up to this many the names themselves stand in the line. */
const NAMED = 2

export function HeardBy({ clip }: { clip: string }) {
  const { listening, me } = useHere().live
  const { anchor, button, close } = usePopover()
  const w = words.value.clip
  const people = listening.heardBy(clip).map(withShownName)
  const others = people.filter(({ person }) => person !== me.value.person)
  if (others.length === 0) return null
  const toTheEnd = others.filter(({ uptoMs }) => uptoMs === undefined)
  const counted = toTheEnd.length === 0 ? others : toTheEnd
  const say = toTheEnd.length === 0 ? w.heardInPartBy : w.heardBy
  const heard = say(nameList(counted.map(({ name }) => name)))
  return (
    <>
      <button type="button" class="clip-heard" aria-label={heard} {...button}>
        <CheckIcon />
        <span>{counted.length <= NAMED ? heard : w.heardByCount(counted.length)}</span>
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.heardByTitle} onClose={close}>
          <HeardByList people={people} />
        </Popover>
      )}
    </>
  )
}

export function HeardByList({ people }: { people: readonly ClipListener[] }) {
  const w = words.value
  const me = useHere().live.me.value.person
  return (
    <div class="facts">
      <h2>{w.clip.heardByTitle}</h2>
      {people.length === 0 ? <p>{w.clip.heardByNobody}</p> : null}
      <ul class="heard-list">
        {people.map(({ person, name, uptoMs }) => (
          <li key={person}>
            {person === me ? <span>{w.room.you}</span> : <bdi>{name}</bdi>}
            {uptoMs === undefined ? null : <span class="faint figures">{w.messages.heardTo(clockOf(uptoMs))}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
