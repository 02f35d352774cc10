/** Ids as the protocol wants them: 128 random bits in base64url. */

import { randomBytes } from 'node:crypto'

export const randomId = (): string => randomBytes(16).toString('base64url')
