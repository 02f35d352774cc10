/** In place of a clip that is not there any more, or not for me: whose it was, and what became of it. */

import type { ComponentChildren } from 'preact'
import { Time } from '../timeline/time.tsx'

interface GoneLineProps {
  icon: ComponentChildren
  name: string
  what: string
  atMs: number
}

export function GoneLine({ icon, name, what, atMs }: GoneLineProps) {
  return (
    <li class="line-moderation">
      <span class="clip-gone">
        {icon}
        <span>
          <bdi>{name}</bdi>
          {'\u00a0· '}
          {what}
        </span>
      </span>
      <Time atMs={atMs} />
    </li>
  )
}
