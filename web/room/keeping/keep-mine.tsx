/** My own choice in a room that keeps what is said; it can be changed at any time. */

import { words } from '../../i18n/language.ts'
import { Switch } from '../../overlay/switch.tsx'
import { useHere } from '../here.ts'

export function KeepMine() {
  const { keeping } = useHere().live
  const w = words.value.keeping
  if (!keeping.isOn.value) return null
  return <Switch on={keeping.mine.value} title={w.mine} hint={w.mineHint} onChange={(keep) => keeping.answer(keep)} />
}
