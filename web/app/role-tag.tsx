/** What one is in a room, outside of it: at its door and in the list of rooms. Nothing where one simply speaks. */

import type { Role } from '../../src/client/index.ts'
import { words } from '../i18n/language.ts'

export function RoleTag({ role }: { role: Role }) {
  const w = words.value
  if (role === 'speaker') return null
  return <span class="tag">{role === 'owner' ? w.home.yours : w.roles[role]}</span>
}
