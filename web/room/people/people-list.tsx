/**
 * The people in the room: raised hands in their turn, then me, then the others in the order of their numbers: nobody jumps
 * about when somebody speaks. Of a large audience, who only listens, there is the number, and behind it a way to look
 * through them.
 */

import { words } from '../../i18n/language.ts'
import { PeopleIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { type PeopleShape, Person } from './person.tsx'

export function PeopleList({ shape }: { shape: PeopleShape }) {
  const { live } = useHere()
  const people = live.company.inTurn.value
  return (
    <>
      <ul class={`people people-${shape}`} aria-label={words.value.room.people} data-size={sizeOf(people.length)}>
        {people.map((person) => (
          <Person key={person.member} person={person} shape={shape} />
        ))}
      </ul>
      {live.company.audience.value > 0 ? <Audience listeners={live.company.audience.value} shape={shape} /> : null}
    </>
  )
}

function Audience({ listeners, shape }: { listeners: number; shape: PeopleShape }) {
  const { dialogs } = useHere()
  const w = words.value.everybody
  return (
    <div class={`audience audience-${shape}`}>
      <p class="figures">{w.audience(listeners)}</p>
      <button type="button" class="button button-small" onClick={() => dialogs.show({ is: 'everybody' })}>
        <PeopleIcon />
        {w.show}
      </button>
    </div>
  )
}

/** How large the discs can be: few people are drawn large, a crowd small. */
export function sizeOf(people: number): 'few' | 'some' | 'many' {
  if (people <= 4) return 'few'
  return people <= 9 ? 'some' : 'many'
}
