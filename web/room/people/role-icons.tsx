/** Each role as an icon; its word stands beside it. */

import type { JSX } from 'preact'
import type { Role } from '../../../src/client/index.ts'
import { EarIcon, KeyIcon, ShieldIcon, SpeakingIcon } from '../../icons.tsx'

export const ROLE_ICONS: Readonly<Record<Role, JSX.Element>> = {
  owner: <KeyIcon />,
  moderator: <ShieldIcon />,
  speaker: <SpeakingIcon />,
  listener: <EarIcon />,
}
