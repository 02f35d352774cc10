/**
 * Making a room. Whoever makes it goes straight to its door, by the owner's link.
 */

import { useSignal } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import { FailureLine } from '../app/failure.tsx'
import { go } from '../app/place.ts'
import { useAct } from '../app/use-act.ts'
import { words } from '../i18n/language.ts'
import { cleanName, MAX_NAME_LENGTH } from '../links/names.ts'
import { rememberRoom } from '../links/remembered-rooms.ts'
import { pathOf } from '../links/room-link.ts'
import { Switch } from '../overlay/switch.tsx'
import { DaysSegments, daysOf, USUAL_DAYS } from '../room/keeping/days-choice.tsx'
import type { Days } from '../room/keeping/keep-answers.ts'

export function MakeRoom() {
  const w = words.value
  const field = useId()
  const [name, setName] = useState('')
  const { isBusy: making, failed, act } = useAct()
  const [keepTalk, setKeepTalk] = useState(false)
  const days = useSignal(USUAL_DAYS)

  const make = (event: Event) => {
    event.preventDefault()
    act(() => makeRoom(cleanName(name), keepTalk ? { days: daysOf(days.peek()) } : undefined))
  }

  return (
    <form class="door-card" onSubmit={make}>
      <label class="field" for={field}>
        <span class="field-label">
          {w.home.roomName} <span class="faint">({w.home.optional})</span>
        </span>
        <input
          id={field}
          class="input"
          value={name}
          maxLength={MAX_NAME_LENGTH}
          placeholder={w.home.roomNameHint}
          autocomplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Switch on={keepTalk} title={w.keeping.title} hint={w.keeping.hint} onChange={setKeepTalk} />
      {keepTalk ? <DaysSegments choice={days} /> : null}
      <button type="submit" class="button button-primary" aria-disabled={making}>
        {making ? w.home.making : w.home.make}
      </button>
      <FailureLine failed={failed} />
    </form>
  )
}

/** The SDK is loaded by the first click that needs it. */
async function makeRoom(name: string, kept: { days: Days } | undefined): Promise<void> {
  const { EarshotApi } = await import('../../src/client/index.ts')
  const made = await new EarshotApi().createRoom({
    ...(name === '' ? {} : { name }),
    ...(kept === undefined ? {} : { keepTalk: true, keepDays: kept.days }),
  })
  const link = { room: made.room.id, secret: made.ownerSecret, guestSecret: made.guestSecret }
  rememberRoom({ ...link, name: made.room.name, role: 'owner', visitedAtMs: Date.now() })
  go(pathOf(link))
}
