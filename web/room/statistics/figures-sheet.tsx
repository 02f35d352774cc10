/** The figures as a sheet, where the window has no room for them beside the room. */

import { words } from '../../i18n/language.ts'
import { Dialog } from '../../overlay/dialog.tsx'
import { ByHand } from '../by-hand.tsx'
import { useHere } from '../here.ts'

export function FiguresSheet() {
  const { dialogs } = useHere()
  if (!dialogs.figuresShown.value) return null
  return (
    <Dialog title={words.value.sound.title} shape="sheet" onClose={dialogs.toggleFigures}>
      <ByHand>{({ Figures }) => <Figures />}</ByHand>
    </Dialog>
  )
}
