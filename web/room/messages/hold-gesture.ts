/**
 * A thumb on the record button: let go it sends, slid aside it throws away, slid up it may go. A tap records by itself.
 * Pure; distances in CSS pixels, times in ms.
 */

/** A third of a phone's width: nobody slides so far by accident. */
export const CANCEL_AT_PX = 120
/** A thumb's joint above the button. */
export const LOCK_AT_PX = 88
/** A press that was over sooner was a tap: the long press of phones begins at 400 to 500 ms. */
export const TAP_MS = 350

export type Pull =
  /** Each 0…1, and only the one that leads: how near the thumb is to it. */
  { cancel: number; lock: number }

export const NO_PULL: Pull = { cancel: 0, lock: 0 }

/** `leftward`: away from where the thumb went down, against the direction of reading; `upward` likewise. */
export function pullOf(leftwardPx: number, upwardPx: number): Pull {
  const cancel = share(leftwardPx, CANCEL_AT_PX)
  const lock = share(upwardPx, LOCK_AT_PX)
  return cancel >= lock ? { cancel, lock: 0 } : { cancel: 0, lock }
}

/** What has happened by sliding alone, while the thumb is still down. */
export function slidTo({ cancel, lock }: Pull): 'cancelled' | 'locked' | undefined {
  if (cancel >= 1) return 'cancelled'
  return lock >= 1 ? 'locked' : undefined
}

/** What letting go means. */
export const letGo = (heldMs: number): 'lock' | 'send' => (heldMs < TAP_MS ? 'lock' : 'send')

const share = (px: number, whole: number): number => Math.min(1, Math.max(0, px / whole))
