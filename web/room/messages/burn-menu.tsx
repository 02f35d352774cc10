/** How a message is to be sent: one that burns is heard once by each listener, and gone when all have heard it. */

import { useSignal, useSignalEffect } from '@preact/signals'
import { words } from '../../i18n/language.ts'
import { ChevronDownIcon, FlameIcon } from '../../icons.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { Switch } from '../../overlay/switch.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { Segments } from '../../settings/segments.tsx'
import { useHere } from '../here.ts'

/** The longest is what the protocol takes. */
const DAYS = ['1', '7', '30'] as const
/** Whoever was away for a week-end still hears it. */
const USUAL_DAYS = 7

export function BurnMenu() {
  const { messages } = useHere().live
  const { anchor, button, close } = usePopover()
  const w = words.value.messages
  return (
    <>
      <button
        type="button"
        class="button button-primary send-options"
        aria-label={w.burnOptions}
        data-burns={messages.burnDays.value !== undefined || undefined}
        {...button}
      >
        {messages.burnDays.value === undefined ? <ChevronDownIcon /> : <FlameIcon />}
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.burnOptions} onClose={close} hasDone>
          <BurnOptions />
        </Popover>
      )}
    </>
  )
}

function BurnOptions() {
  const { messages } = useHere().live
  const w = words.value.messages
  const days = messages.burnDays.value
  return (
    <div class="facts burn-options">
      <Switch
        on={days !== undefined}
        title={w.burn}
        hint={w.burnHint}
        onChange={(on) => {
          messages.burnDays.value = on ? USUAL_DAYS : undefined
        }}
      />
      {days === undefined ? null : <BurnDays days={days} />}
    </div>
  )
}

function BurnDays({ days }: { days: number }) {
  const { messages } = useHere().live
  const w = words.value.messages
  const choice = useSignal(String(days))
  useSignalEffect(() => {
    const chosen = Number(choice.value)
    if (messages.burnDays.peek() !== undefined) messages.burnDays.value = chosen
  })
  return (
    <Segments
      legend={w.burnDays}
      setting={choice}
      options={DAYS.map((value) => ({ value, label: w.burnFor(Number(value)) }))}
    />
  )
}

/** That the message will burn, before it is sent. */
export function BurnChosen() {
  const { messages } = useHere().live
  const days = messages.burnDays.value
  if (days === undefined) return null
  return (
    <p class="burn-mark">
      <FlameIcon />
      {words.value.messages.burnChosen(days)}
    </p>
  )
}
