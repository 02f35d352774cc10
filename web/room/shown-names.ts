/** Names that can be seen, whatever others call themselves by: who takes a name that shows nothing is called that. */

import type { Entry } from '../../src/client/index.ts'
import { words } from '../i18n/language.ts'
import { isVisible } from '../links/names.ts'

export const withShownName = <Named extends { name: string }>(person: Named): Named =>
  isVisible(person.name) ? person : { ...person, name: words.peek().room.nameless }

export function withShownNames(entry: Entry): Entry {
  if (entry.kind === 'forgotten') return entry.by === null ? entry : { ...entry, by: withShownName(entry.by) }
  const by = withShownName(entry.by)
  if (entry.kind !== 'moderation') return by === entry.by ? entry : { ...entry, by }
  const target = entry.target && withShownName(entry.target)
  return by === entry.by && target === entry.target ? entry : { ...entry, by, target }
}
