/** Who has listened to a clip: how many in sight, their names in a popover. */

import { nameList, words } from '../../i18n/language.ts'
import { CheckIcon } from '../../icons.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'
import { withShownName } from '../shown-names.ts'

/** Of up to this many the names themselves stand in the line. */
const NAMED = 2

export function HeardBy({ clip }: { clip: string }) {
  const { listening } = useHere().live
  const { anchor, button, close } = usePopover()
  const w = words.value.clip
  const people = listening.heardBy(clip).map(withShownName)
  if (people.length === 0) return null
  const names = nameList(people.map(({ name }) => name))
  return (
    <>
      <button type="button" class="clip-heard" aria-label={w.heardBy(names)} {...button}>
        <CheckIcon />
        <span>{people.length <= NAMED ? w.heardBy(names) : w.heardByCount(people.length)}</span>
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.heardByTitle} onClose={close}>
          <HeardByList people={people} />
        </Popover>
      )}
    </>
  )
}

export function HeardByList({ people }: { people: readonly { person: string; name: string }[] }) {
  const w = words.value.clip
  return (
    <div class="facts">
      <h2>{w.heardByTitle}</h2>
      {people.length === 0 ? <p>{w.heardByNobody}</p> : null}
      <ul class="heard-list">
        {people.map(({ person, name }) => (
          <li key={person}>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
    </div>
  )
}
