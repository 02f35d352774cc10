/**
 * How it sounds on this device: in a word and why, in figures, as curves, and as text to send on. Everything in it follows
 * the SDK's figures, once a second.
 */

import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { ConnectionTable } from './connection-table.tsx'
import { curvesOf, PLOTTED_MS, shownMembers } from './curves.ts'
import { FiguresAsText } from './figures-as-text.tsx'
import { Plots } from './plots.tsx'
import { useNames } from './use-names.ts'
import { Verdict } from './verdict.tsx'
import { VoicesTable } from './voices-table.tsx'

export function Figures() {
  const { live } = useHere()
  const w = words.value.sound
  const nameOf = useNames()
  const latest = live.sounding.latest.value
  if (latest === undefined) return <p class="faint">{w.none}</p>
  const samples = live.sounding.history.last(PLOTTED_MS)
  const members = shownMembers(samples)
  return (
    <>
      <Verdict latest={latest} nameOf={nameOf} />
      <ConnectionTable latest={latest} />
      <Plots curves={curvesOf(samples, members)} nameOf={nameOf} />
      <VoicesTable latest={latest} members={members} nameOf={nameOf} />
      <FiguresAsText />
    </>
  )
}
