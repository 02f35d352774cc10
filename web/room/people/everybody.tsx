/**
 * Everybody in a room that is too large to name them all, a page at a time. Whoever moderates the room has their powers here
 * too; the others only look, so that the keyboard passes the list in one step.
 */

import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Participant } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { ArrowLeftIcon, ArrowRightIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import type { LiveRoom } from '../live-room.ts'
import { withShownName } from '../shown-names.ts'
import { onePerPerson } from './one-per-person.ts'
import { Person } from './person.tsx'
import { RosterPager } from './roster-pager.ts'

export function Everybody() {
  const { live } = useHere()
  const pager = useMemo(() => new RosterPager(live.room), [live])
  const list = useRef<HTMLElement>(null)
  const w = words.value.everybody
  const shown = pager.shown.value
  useEffect(() => {
    void pager.open()
    return () => pager.close()
  }, [pager])
  const turn = (turned: Promise<void>) => turned.then(() => list.current?.scrollTo({ top: 0 }))
  const isPage = shown.is === 'page'
  const people = isPage ? asKnownNow(shown.people, live) : []
  const last = isPage ? shown.first + people.length - 1 : 0
  return (
    <div class="everybody">
      <section
        ref={list}
        class="everybody-list"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the arrow keys
        tabIndex={0}
        aria-label={w.title}
      >
        <ul>
          {people.map((person) => (
            <Person key={person.member} person={person} shape="rows" fixed={!live.standing.may({ action: 'mute' })} />
          ))}
        </ul>
      </section>
      <div class="everybody-pages">
        <PageButton label={w.previous} isOpen={isPage && shown.hasPrevious} onPress={() => turn(pager.previous())}>
          <ArrowLeftIcon />
        </PageButton>
        <p class="figures" role="status">
          {isPage ? w.range(shown.first, last, Math.max(last, live.company.headcount.value)) : w.loading}
        </p>
        <PageButton label={w.next} isOpen={isPage && shown.hasNext} onPress={() => turn(pager.next())}>
          <ArrowRightIcon />
        </PageButton>
      </div>
    </div>
  )
}

/** Those whom the room names as they are by now, the others as they were when the page was asked for. */
function asKnownNow(people: readonly Participant[], live: LiveRoom): Participant[] {
  const named = new Map(live.company.everyone.value.map((person) => [person.member, person]))
  return onePerPerson(people.map((person) => named.get(person.member) ?? withShownName(person)))
}

interface PageButtonProps {
  label: string
  isOpen: boolean
  onPress: () => void
  children: preact.ComponentChildren
}

/** It stays where the focus is when the last page is reached. */
function PageButton({ label, isOpen, onPress, children }: PageButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-disabled={!isOpen}
      onClick={() => isOpen && onPress()}
    >
      {children}
    </button>
  )
}
