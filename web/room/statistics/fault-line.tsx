/**
 * What is wrong with my microphone, beside "you are speaking, but muted": it brings nothing, or more than it can carry.
 * Not said while I let nobody hear me anyway.
 */

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { announce } from '../../app/announce.ts'
import { words } from '../../i18n/language.ts'
import { WarningIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { Line } from '../line.tsx'

interface FaultLineProps {
  /** The way to another microphone. */
  choose: ComponentChildren
}

export function FaultLine({ choose }: FaultLineProps) {
  const { visit, live } = useHere()
  const { faults } = visit.desk
  const fault = faults.now.value
  const { muted, deafened, silenced, aside } = live.me.value
  if (fault === undefined || muted || deafened || silenced || aside) return null
  return fault === 'no-sound' ? <NoSoundLine choose={choose} /> : <TooLoudLine onClose={() => faults.dismiss()} />
}

function NoSoundLine({ choose }: FaultLineProps) {
  const w = words.value.sound
  useEffect(() => announce(`${w.noSound} ${w.noSoundText}`), [w])
  return (
    <Line icon={<WarningIcon />} title={w.noSound} text={w.noSoundText} urgent>
      {choose}
    </Line>
  )
}

function TooLoudLine({ onClose }: { onClose: () => void }) {
  const w = words.value
  useEffect(() => announce(`${w.sound.tooLoud} ${w.sound.tooLoudText}`), [w])
  return (
    <Line icon={<WarningIcon />} title={w.sound.tooLoud} text={w.sound.tooLoudText} urgent>
      <button type="button" class="button button-small" onClick={onClose}>
        {w.actions.close}
      </button>
    </Line>
  )
}
