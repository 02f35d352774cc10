/** Errors as people meet them: by a sentence, in an answer or in the reason of a close. */

import { expect, it } from 'vitest'
import { API_ERROR_CODES, API_ERRORS } from '../../src/api/error-codes.ts'
import { closeReason } from '../../src/protocol/close-codes.ts'

it.each(API_ERROR_CODES)('%s is said in full sentences that fit into a close frame', (code) => {
  const { message } = API_ERRORS[code]
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
  expect(message).toMatch(/^[A-Z].*\.$/)
  expect(closeReason(`unauthorized: ${message}`)).toBe(`unauthorized: ${message}`)
})
