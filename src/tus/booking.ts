/**
 * How many of the bytes that a room may have under way an upload counts as: known before they come, so that many who send at
 * once cannot bring more than there is room for. Pure.
 *
 * Next: durable-objects/message-desk.ts
 */

import { MAX_UPLOAD_BYTES, UPLOAD_STEP_BYTES } from '../protocol/limits.ts'
import type { NewUpload } from './upload.ts'

type Measured = Pick<NewUpload, 'kind' | 'lengthBytes'>

/** `untilByte`: bytes before this one may be here soon. Of a length that was said, all of it counts from the start. */
export function bookedBytes({ kind, lengthBytes }: Measured, untilByte: number): number {
  if (kind === 'final') return 0 // they are those of its parts, which count
  const steps = Math.max(1, Math.ceil(untilByte / UPLOAD_STEP_BYTES))
  return lengthBytes ?? Math.min(MAX_UPLOAD_BYTES, steps * UPLOAD_STEP_BYTES)
}
