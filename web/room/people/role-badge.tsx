/** What somebody is in this room, where it is more or less than to speak. */

import type { Role } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'

export function RoleBadge({ role }: { role: Role }) {
  if (role === 'speaker') return null
  return (
    <span class="role-badge" data-role={role}>
      {words.value.roles[role]}
    </span>
  )
}
