/**
 * Why something that was asked for was not done, as a person is told of it: the code of the SDK, and how long to wait
 * where that helps. It looks at the error's name alone: home shows failures before the SDK is loaded.
 */

import type { EarshotError, EarshotErrorCode } from '../../src/client/index.ts'

export interface Failed {
  code: EarshotErrorCode
  /** The server says when to come back. */
  retryAfterMs: number | undefined
}

/** `otherwise`: what is said of an error that is not the SDK's. */
export function failedBy(error: unknown, otherwise: EarshotErrorCode): Failed {
  if (!isEarshotError(error)) return { code: otherwise, retryAfterMs: undefined }
  return { code: error.code, retryAfterMs: error.retryAfterMs }
}

const isEarshotError = (error: unknown): error is EarshotError =>
  error instanceof Error && error.name === 'EarshotError'
