/** I hear the others so late that we talk over each other: said calmly, for as long as it is so. */

import { words } from '../../i18n/language.ts'
import { WaitingIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { Line } from '../line.tsx'

export function LagLine() {
  const { live, dialogs } = useHere()
  const w = words.value.sound
  const lagMs = live.sounding.lagMs.value
  if (lagMs === 0 || live.state.value !== 'connected' || live.me.value.aside) return null
  return (
    <Line icon={<WaitingIcon />} title={w.late(lagMs)} text={w.lateText}>
      {dialogs.figuresShown.value ? null : (
        <button type="button" class="button button-small" onClick={dialogs.toggleFigures}>
          {w.open}
        </button>
      )}
    </Line>
  )
}
