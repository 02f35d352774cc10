/** What comes of talk that was posted: what the server's answers mean for it. Pure. */

import type { EarshotError } from './errors.ts'
import { apiCodeOf } from './http.ts'

/** Stored; refused for good; or not now. */
export type PostOutcome = 'stored' | 'refused' | 'failed'

/** docs/protocol.md, K4: the room keeps none, nor of this person, or it is none. */
const FINAL = ['not-kept', 'unknown-session', 'session-elsewhere', 'malformed-audio']

/** Of a post that was not answered with success. Who is silenced, or whose server is away, tries again. */
export const outcomeOf = (error: EarshotError): Exclude<PostOutcome, 'stored'> =>
  FINAL.includes(apiCodeOf(error) ?? '') ? 'refused' : 'failed'
