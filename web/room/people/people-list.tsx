/** Everybody in the room, me first, then in the order of their numbers: nobody jumps about when somebody speaks. */

import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { type PeopleShape, Person } from './person.tsx'

export function PeopleList({ shape }: { shape: PeopleShape }) {
  const { live } = useHere()
  const people = live.everyone.value
  return (
    <ul class={`people people-${shape}`} aria-label={words.value.room.people} data-size={sizeOf(people.length)}>
      {people.map((person) => (
        <Person key={person.member} person={person} shape={shape} />
      ))}
    </ul>
  )
}

/** How large the discs can be: few people are drawn large, a crowd small. */
export function sizeOf(people: number): 'few' | 'some' | 'many' {
  if (people <= 4) return 'few'
  return people <= 9 ? 'some' : 'many'
}
