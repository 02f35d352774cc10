/** In place of a clip that is not there any more, or not for me: whose it was, and what became of it. */

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Time } from '../timeline/time.tsx'
import { focusGone } from './gone-focus.ts'

interface GoneLineProps {
  clip: string
  icon: ComponentChildren
  name: string
  what: string
  atMs: number
}

export function GoneLine({ clip, icon, name, what, atMs }: GoneLineProps) {
  useEffect(focusGone, [])
  return (
    <li class="line-moderation" tabIndex={-1} data-gone={clip}>
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
