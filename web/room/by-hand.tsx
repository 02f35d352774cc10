/**
 * The inside of dialogs and panels that are opened by hand. Their script comes once the room is there and the page has a
 * moment, so that opening one waits for nothing; the frame around them is the room's own, and opens and closes without it.
 */

import type { ComponentChildren } from 'preact'
import { Later } from '../app/later.tsx'
import { Part } from '../app/part.ts'

type OpenedByHand = typeof import('./opened-by-hand.ts')

export const openedByHand = new Part<OpenedByHand>(() => import('./opened-by-hand.ts'))

export function ByHand({ children }: { children: (parts: OpenedByHand) => ComponentChildren }) {
  return <Later part={openedByHand}>{children}</Later>
}
