/** My hand: up for as long as I want to be asked, or until somebody who runs the room lowers it. */

import { words } from '../../i18n/language.ts'
import { HandIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { DockButton } from './dock-button.tsx'

export function HandButton() {
  const { standing } = useHere().live
  const w = words.value.hand
  const isUp = standing.isHandUp.value
  return (
    <DockButton
      label={isUp ? w.lower : w.raise}
      icon={<HandIcon />}
      on={isUp}
      shortcut="H"
      onPress={() => standing.toggleHand()}
    />
  )
}
