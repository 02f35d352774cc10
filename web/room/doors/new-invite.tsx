/** Making a link: what it makes of those who come by it, what it is for, how long it works and for how many. */

import { useSignal } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import type { GivenRole, InviteOptions, NewInvite as Made } from '../../../src/client/index.ts'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { rememberInvite } from '../../links/made-invites.ts'
import { cleanName, MAX_NAME_LENGTH } from '../../links/names.ts'
import { Segments } from '../../settings/segments.tsx'
import { useHere } from '../here.ts'
import type { WayIn } from '../way-in.ts'
import { type Lasts, MOST_PEOPLE, optionsOf, peopleOf } from './invite-options.ts'

interface NewInviteProps {
  onMade: (made: Made) => void
  onCancel: () => void
}

export function NewInvite({ onMade, onCancel }: NewInviteProps) {
  const { visit, live } = useHere()
  const w = words.value
  const role = useSignal<GivenRole>('speaker')
  const lasts = useSignal<Lasts>('week')
  const [label, setLabel] = useState('')
  const [people, setPeople] = useState('')
  const [isWrong, setWrong] = useState(false)
  const { isBusy, failed, act } = useAct()
  const make = (event: Event) => {
    event.preventDefault()
    const maxPeople = peopleOf(people)
    setWrong(maxPeople === 'wrong')
    if (maxPeople === 'wrong') return
    const options = optionsOf({ role: role.peek(), label: cleanName(label), lasts: lasts.peek(), maxPeople })
    act(async () => {
      const made = await live.room.doors.invite(options)
      remember(visit.way, made, options)
      onMade(made)
    })
  }
  return (
    <form onSubmit={make} noValidate>
      <div class="invite-role">
        <Segments
          legend={w.invites.role}
          setting={role}
          options={(['speaker', 'listener', 'moderator'] as const).map((value) => ({ value, label: w.roles[value] }))}
        />
        <p class="faint">{w.roles.hint[role.value]}</p>
      </div>
      <Segments
        legend={w.invites.lasts}
        setting={lasts}
        options={(['hour', 'day', 'week', 'always'] as const).map((value) => ({ value, label: w.invites[value] }))}
      />
      <People typed={people} isWrong={isWrong} onType={setPeople} />
      <Label typed={label} onType={setLabel} />
      <FailureLine failed={failed} />
      <div class="actions">
        <button type="button" class="button" onClick={onCancel}>
          {w.actions.cancel}
        </button>
        <button type="submit" class="button button-primary" aria-disabled={isBusy}>
          {w.invites.makeIt}
        </button>
      </div>
    </form>
  )
}

/** Where the link for everybody is switched off, the first that is like it takes its place. */
function remember(way: WayIn, { invite, secret }: Made, { role, expiresInSeconds, maxPeople }: InviteOptions): void {
  rememberInvite(invite.id, secret)
  const isForEverybody = role === 'speaker' && expiresInSeconds === undefined && maxPeople === undefined
  if (isForEverybody && way.guestSecret.peek() === undefined) way.changeGuests(secret)
}

function Label({ typed, onType }: { typed: string; onType: (typed: string) => void }) {
  const w = words.value
  const id = useId()
  return (
    <label class="field" for={id}>
      <span class="field-label">
        {w.invites.label} <span class="faint">({w.home.optional})</span>
      </span>
      <input
        id={id}
        class="input"
        value={typed}
        maxLength={MAX_NAME_LENGTH}
        placeholder={w.invites.labelHint}
        autocomplete="off"
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </label>
  )
}

function People({ typed, isWrong, onType }: { typed: string; isWrong: boolean; onType: (typed: string) => void }) {
  const w = words.value
  const id = useId()
  return (
    <label class="field" for={id}>
      <span class="field-label">
        {w.invites.people} <span class="faint">({w.home.optional})</span>
      </span>
      <input
        id={id}
        class="input figures"
        value={typed}
        inputMode="numeric"
        placeholder={w.invites.anyNumber}
        autocomplete="off"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-error` : undefined}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      {isWrong ? (
        <span id={`${id}-error`} class="field-error" role="alert">
          {w.invites.peopleWrong(MOST_PEOPLE)}
        </span>
      ) : null}
    </label>
  )
}
