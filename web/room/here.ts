/** What every part of the room's screen needs: the visit and the live room, by context. */

import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { LiveRoom } from './live-room.ts'
import type { RoomDialogs } from './room-dialogs.ts'
import type { Visit } from './visit.ts'

export interface Here {
  visit: Visit
  live: LiveRoom
  dialogs: RoomDialogs
}

export const HereContext = createContext<Here | undefined>(undefined)

export function useHere(): Here {
  const here = useContext(HereContext)
  if (here === undefined) throw new Error('A part of the room was drawn outside it.')
  return here
}
