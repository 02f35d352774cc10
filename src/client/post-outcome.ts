/** What comes of talk that was posted: what the server's answers mean for it. Pure. */

import type { EarshotError } from './errors.ts'
import { apiCodeOf } from './http.ts'

/** Stored; not to be kept any more, as its owner has just decided; refused for good; or not now. */
export type PostOutcome = 'stored' | 'unwanted' | 'refused' | 'failed'

/** docs/protocol.md, K4: nothing of this person is kept, or it is none. */
const FINAL = ['unknown-session', 'session-elsewhere', 'malformed-audio']

/** Of a post that was not answered with success. Who is silenced, or whose server is away, tries again. */
export function outcomeOf(error: EarshotError): Exclude<PostOutcome, 'stored'> {
  const code = apiCodeOf(error) ?? ''
  if (code === 'not-kept') return 'unwanted'
  return FINAL.includes(code) ? 'refused' : 'failed'
}
