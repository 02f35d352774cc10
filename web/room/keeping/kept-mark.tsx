/**
 * The mark that this room keeps what is said: always in sight while it does. It opens what that means, and my own choice.
 */

import { words } from '../../i18n/language.ts'
import { KeptIcon } from '../../icons.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'
import { KeepMine } from './keep-mine.tsx'

export function KeptMark() {
  const { keeping } = useHere().live
  const { anchor, button, close } = usePopover()
  const w = words.value.keeping
  if (!keeping.isOn.value) return null
  return (
    <>
      <button type="button" class="kept-mark" {...button}>
        <KeptIcon />
        {w.mark(keeping.days.value)}
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.title} onClose={close}>
          <div class="facts">
            <p>{w.ask(keeping.days.value)}</p>
            <KeepMine />
          </div>
        </Popover>
      )}
    </>
  )
}
