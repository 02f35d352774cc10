/** What the answers to an upload mean (docs/protocol.md, U4, U8, U20). Pure. */

import type { Answer } from './upload-steps.ts'

type State = Answer['state']
/** Words of U8: what the upload is. */
export const INDEXED: readonly State[] = ['announced']
export const STORED: readonly State[] = ['stored', ...INDEXED]
/** Whatever still fails, the server sees to. */
export const COMPLETE: readonly State[] = ['received', ...STORED]

export const isDone = (status: number): boolean => status >= 200 && status < 300
/** Whatever the server or the line suffers from: nobody knows what came of the question (RFC 9110 §15.5.9, §15.6). */
export const isUnanswered = (status: number): boolean => status === 0 || status === 408 || status >= 500
/** RFC 8470 §5.2, RFC 6585 §4. A token that is refused may be renewed. */
export const isPassing = (status: number): boolean => isUnanswered(status) || [401, 425, 429].includes(status)
export const GONE = 410
export const isGone = (status: number): boolean => status === 404 || status === GONE
