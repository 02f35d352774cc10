/**
 * The middle of a wide screen: the people one would look at, drawn large. Up to twelve; in a larger room whoever spoke
 * last takes the place of whoever has been quiet longest. A picture of the list at the left, for eye and mouse.
 */

import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Participant } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import type { LiveRoom } from '../live-room.ts'
import { Orb } from './orb.tsx'
import { sizeOf } from './people-list.tsx'
import { PersonOptions } from './person.tsx'
import { PersonWords } from './person-words.tsx'

const PLACES = 12

export function StageTiles() {
  const { live } = useHere()
  const cast = useRef<readonly number[]>([])
  const shown = useComputed(() => {
    cast.current = recast(cast.current, live)
    return cast.current
  })
  const people = live.company.everyone.value
  const hidden = live.company.headcount.value - shown.value.length
  const onStage = shown.value.map((member) => people.find((person) => person.member === member))
  return (
    <div class="stage">
      <div
        class="people people-tiles"
        data-size={sizeOf(shown.value.length)}
        data-columns={columnsOf(shown.value.length)}
      >
        {onStage.map((person) => (person === undefined ? null : <StageTile key={person.member} person={person} />))}
      </div>
      {hidden > 0 ? (
        <p class="stage-more faint" aria-hidden="true">
          {words.value.room.more(hidden)}
        </p>
      ) : null}
    </div>
  )
}

function StageTile({ person }: { person: Participant }) {
  const { live } = useHere()
  const away = person.isMe && live.state.value === 'reconnecting'
  return (
    <div class="tile">
      <div class="tile-picture" aria-hidden="true">
        <Orb
          name={person.name}
          voice={{ board: live.levels, member: person.member }}
          silent={live.isSilent(person)}
          away={away || person.reconnecting}
          hand={person.handRaisedAtMs !== null}
        />
        <PersonWords person={person} away={away} misses={live.reach.missedBy.value.has(person.member)} />
      </div>
      <PersonOptions person={person} onPicture />
    </div>
  )
}

/** So that the last row is not one person alone, where it can be helped. */
function columnsOf(people: number): number {
  if (people === 4) return 2
  if (people === 7 || people === 8 || people > 9) return 4
  return 3
}

/** Keeps everybody who is on stage in their place, except as many of the longest quiet as new voices need. */
function recast(before: readonly number[], live: LiveRoom): readonly number[] {
  const present = live.company.everyone.value.map((person) => person.member)
  if (present.length <= PLACES) return present
  const cast = before.filter((member) => present.includes(member)).slice(0, PLACES)
  for (const member of present) if (cast.length < PLACES && !cast.includes(member)) cast.push(member)
  const heardAt = (member: number) => live.levels.heardAtMs.get(member) ?? 0
  for (const speaker of live.levels.speaking.value) {
    if (!present.includes(speaker) || cast.includes(speaker)) continue
    const quietest = cast.reduce((least, member) => (heardAt(member) < heardAt(least) ? member : least))
    cast[cast.indexOf(quietest)] = speaker
  }
  return cast
}
