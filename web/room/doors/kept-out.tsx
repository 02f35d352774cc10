/** Who was removed from the room, whose network newcomers cannot come in from, and the way back in for each of them. */

import { useCallback } from 'preact/hooks'
import type { KnownPerson } from '../../../src/client/index.ts'
import { announce } from '../../app/announce.ts'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { momentOf, words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { Orb } from '../people/orb.tsx'
import { NotLoaded } from './not-loaded.tsx'
import { useLoaded } from './use-loaded.ts'
import { networkUntilMs, whoIsKeptOut } from './who-is-kept-out.ts'

export function KeptOut() {
  const { live } = useHere()
  const w = words.value.keptOut
  const load = useCallback(() => live.room.doors.people(), [live])
  const [loaded, again] = useLoaded(load)
  if (loaded.is === 'loading') return <p class="faint">{w.loading}</p>
  if (loaded.is === 'failed') return <NotLoaded failed={loaded.failed} onRetry={() => void again()} />
  const people = whoIsKeptOut(loaded.value, Date.now())
  if (people.length === 0) return <p>{w.nobody}</p>
  return (
    <>
      <p class="faint">{w.text}</p>
      <ul class="kept-out">
        {people.map((person) => (
          <OneKeptOut key={person.person} person={person} onLetIn={again} />
        ))}
      </ul>
    </>
  )
}

function OneKeptOut({ person, onLetIn }: { person: KnownPerson; onLetIn: () => Promise<void> }) {
  const { live } = useHere()
  const w = words.value
  const { isBusy, failed, act } = useAct()
  const name = person.name ?? w.room.nameless
  const untilMs = networkUntilMs(person, Date.now())
  const letIn = async () => {
    await live.room.readmit(person.person)
    announce(w.keptOut.letInNow(name))
    await onLetIn()
  }
  return (
    <li>
      <Orb name={name} />
      <p class="kept-out-words">
        <bdi>{name}</bdi>
        <span class="faint">{w.keptOut.lastSeen(momentOf(person.lastSeenAtMs))}</span>
        {untilMs === undefined ? null : <span class="faint">{w.keptOut.network(momentOf(untilMs))}</span>}
      </p>
      <button
        type="button"
        class="button button-small"
        aria-label={w.keptOut.letInOf(name)}
        aria-disabled={isBusy}
        onClick={() => act(letIn)}
      >
        {w.keptOut.letIn}
      </button>
      <FailureLine failed={failed} />
    </li>
  )
}
