/**
 * A person as a disc with initials, and around it the ring that follows their voice (`--level`, 0…1, see level-board.ts).
 * Decoration: the name and the states stand beside it in words.
 */

import { useCallback, useRef } from 'preact/hooks'
import { HandIcon } from '../../icons.tsx'
import type { LevelBoard } from '../level-board.ts'
import { initialsOf } from './initials.ts'

interface OrbProps {
  name: string
  /** Whose level to draw, and from where; absent where nothing is heard yet. */
  voice?: { board: LevelBoard; member: number }
  /** Not sending: the ring is a broken line. */
  silent?: boolean
  /** Their line, or ours, is being mended. */
  away?: boolean
  /** Their hand is up. */
  hand?: boolean
}

export function Orb({ name, voice, silent = false, away = false, hand = false }: OrbProps) {
  const stop = useRef<() => void>(undefined)
  const { board, member } = voice ?? {}
  const attach = useCallback(
    (element: HTMLElement | null) => {
      stop.current?.()
      stop.current = element === null || member === undefined ? undefined : board?.draw(member, element)
    },
    [board, member],
  )
  return (
    <div ref={attach} class="orb" data-silent={silent || undefined} data-away={away || undefined} aria-hidden="true">
      <span class="orb-halo" />
      <span class="orb-ring" />
      <span class="orb-face">{initialsOf(name)}</span>
      {hand ? (
        <span class="orb-hand">
          <HandIcon />
        </span>
      ) : null}
    </div>
  )
}
