/**
 * How long a room lives: until somebody deletes it, or nobody has joined for so long that nobody will. Pure.
 */

const DAY_MS = 86_400_000

/**
 * When a room is destroyed unless somebody joins. `lastJoinedAtMs` is its making where nobody has yet; `days` is the
 * operator's setting as text (ROOM_DAYS): what is no positive number means never.
 */
export function destroyedAtMs(lastJoinedAtMs: number, days: string | undefined): number {
  const count = Number(days)
  return count > 0 ? lastJoinedAtMs + count * DAY_MS : Number.POSITIVE_INFINITY
}
