/** How the Archive says no. Types alone. */

export type Refused<Reason> = { ok: false; reason: Reason }

/** More often than one person may; `retryAfterMs` from now on it may be asked for again. */
export type TooFast = Refused<'too-fast'> & { retryAfterMs: number }
