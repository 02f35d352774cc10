/**
 * How much may wait for one listener. What piles up for a listener that does not read is memory of the whole room's
 * object, and by the time it arrives nobody wants to hear it. Pure.
 */

/** Two to three seconds of one voice: a burst passes, a stall does not pile up. */
const MAX_BACKLOG_BYTES = 65_536
/** Control messages are never dropped; a listener who leaves as many of them unread as this is not there any more. */
const STUCK_BYTES = 1_048_576

/** May this listener be sent audio? */
export const keepsUp = (bufferedBytes: number): boolean => bufferedBytes <= MAX_BACKLOG_BYTES

/** Is this listener to be closed? */
export const isStuck = (bufferedBytes: number): boolean => bufferedBytes > STUCK_BYTES
