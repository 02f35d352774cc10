/**
 * Where in the app we are: the address as a signal. No page knows another's address but through here.
 */

import { signal } from '@preact/signals'

export type Place = { at: 'home' } | { at: 'room'; room: string; secret: string } | { at: 'nowhere' }

const ROOM_PATH = /^\/r\/([^/]+)\/?$/

function readPlace(): Place {
  if (location.pathname === '/') return { at: 'home' }
  const room = ROOM_PATH.exec(location.pathname)?.[1]
  if (room === undefined) return { at: 'nowhere' }
  return { at: 'room', room, secret: location.hash.slice(1) }
}

export const place = signal(readPlace())

addEventListener('popstate', () => {
  place.value = readPlace()
})

export function go(path: string): void {
  history.pushState(null, '', path)
  place.value = readPlace()
  scrollTo(0, 0)
}

/** Changes what the address bar shows, without going anywhere. */
export function showAddress(path: string): void {
  history.replaceState(null, '', path)
}
