/**
 * A thumb or a mouse on the record button: let go it sends, slid aside it throws away, slid up it may go. A tap records by
 * itself, and what is longer than a tap and shorter than a message was a slip. Pure; distances in CSS pixels, times in ms.
 */

/** A third of a phone's width: nobody slides so far by accident. */
export const CANCEL_AT_PX = 120
/** A thumb's joint above the button. */
export const LOCK_AT_PX = 88
/** A press that was over sooner was a tap: the long press of phones begins at 400 to 500 ms. */
export const TAP_MS = 300
/** Nobody says anything in less. */
export const SHORTEST_MS = 1_000

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

/** What letting go means, where so much has been recorded by then. */
export function letGo(heldMs: number, recordedMs: number): 'lock' | 'too-short' | 'send' {
  if (heldMs < TAP_MS) return 'lock'
  return recordedMs < SHORTEST_MS ? 'too-short' : 'send'
}

const share = (px: number, whole: number): number => Math.min(1, Math.max(0, px / whole))
