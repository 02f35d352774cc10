/** The names of those whose figures are shown: figures have numbers. */

import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'
import { withShownName } from '../shown-names.ts'

export type NameOf = (member: number) => string

export function useNames(): NameOf {
  const { live } = useHere()
  const nobody = words.value.sound.somebody
  return (member) => {
    const other = live.room.others.get(member)
    return other === undefined ? nobody : withShownName(other).name
  }
}
