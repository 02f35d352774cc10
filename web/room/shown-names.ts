/**
 * Names that can be seen, whatever others call themselves by: who takes a name that shows nothing is called that, and whose id
 * stands for a name, which older entries have of people who came without one, is a guest.
 */

import type { Entry } from '../../src/client/index.ts'
import { words } from '../i18n/language.ts'
import { isVisible } from '../links/names.ts'

/** As the server names people who came by a link. */
const GUEST_ID = /^guest:/

export function withShownName<Named extends { name: string; person?: string }>(named: Named): Named {
  const w = words.peek().room
  if (!isVisible(named.name)) return { ...named, name: w.nameless }
  const isId = GUEST_ID.test(named.name) && named.person?.startsWith(named.name)
  return isId ? { ...named, name: w.guest } : named
}

export function withShownNames(entry: Entry): Entry {
  if (entry.kind === 'forgotten') return entry.by === null ? entry : { ...entry, by: withShownName(entry.by) }
  const by = withShownName(entry.by)
  if (entry.kind !== 'moderation') return by === entry.by ? entry : { ...entry, by }
  const target = entry.target && withShownName(entry.target)
  return by === entry.by && target === entry.target ? entry : { ...entry, by, target }
}
