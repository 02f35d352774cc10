/**
 * Browsers let no page sound before the user has touched it, and phones silence one while a call comes in: these are the
 * moments at which sound may be had again.
 */

/** HTML §6.4.2: the events that count as the user's activation. */
const GESTURES = ['pointerdown', 'pointerup', 'touchend', 'keydown'] as const

/** Of what a finger or a pen does, that it goes down counts not: only a mouse's does. */
const counts = (event: Event): boolean =>
  event.type !== 'pointerdown' || (event as PointerEvent).pointerType === 'mouse'

/** Calls `act` at each gesture, and `shown` when the page is shown again. Returns how to stop that. */
export function atGestures(act: () => void, shown: () => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const heard = (event: Event) => counts(event) && act()
  for (const gesture of GESTURES) addEventListener(gesture, heard, { capture: true, passive: true, signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && shown(), { signal })
  return () => stop.abort()
}
