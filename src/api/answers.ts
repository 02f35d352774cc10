/**
 * How answers are documented: a success by its schema, the refusals of a route by their codes alone.
 */

import { type ResponsesWithResolver, resolver } from 'hono-openapi'
import * as v from 'valibot'
import { API_ERROR_CODES, type ApiErrorCode, apiErrorKind } from './error-codes.ts'

const ErrorBody = v.pipe(
  v.object({
    error: v.object({
      code: v.pipe(v.picklist(API_ERROR_CODES), v.description('Stable: a program decides by this.')),
      message: v.pipe(v.string(), v.description('For people: what happened, and what to do.')),
    }),
  }),
  v.metadata({ ref: 'Error' }),
)

/** What any route but `connect` may answer, whatever it does. */
export const ANYWHERE: readonly ApiErrorCode[] = [
  'foreign-origin',
  'url-too-long',
  'too-many-requests',
  'headers-too-large',
  'internal',
  'index-unavailable',
  'unavailable',
]
/** What a route with a body may answer besides. */
export const TO_A_BODY: readonly ApiErrorCode[] = ['invalid-request', 'timed-out', 'not-json', 'too-large']
/** What a route that asks for a participant's token, of whatever room, may answer besides. */
export const TO_ANY_TOKEN: readonly ApiErrorCode[] = ['token-missing', 'token-invalid', 'token-expired']
/** The same, of a route that names the room. */
export const TO_A_TOKEN: readonly ApiErrorCode[] = [...TO_ANY_TOKEN, 'token-elsewhere']
/** What a route that asks for an API key may answer besides. */
export const TO_A_KEY: readonly ApiErrorCode[] = ['key-missing', 'key-invalid', 'key-scope']
/** What a route that takes a token of its room, or a key that made it, may answer besides. */
export const TO_AN_ASKER: readonly ApiErrorCode[] = [...TO_A_TOKEN, 'key-invalid', 'key-scope']
/** What somebody who may not be in the room is answered. */
export const TO_AN_OUTSIDER: readonly ApiErrorCode[] = ['unknown-room', 'removed', 'locked']
/** What any route to one clip may answer besides. */
export const TO_A_CLIP: readonly ApiErrorCode[] = [...TO_ANY_TOKEN, ...TO_AN_OUTSIDER, 'unknown-clip', 'clip-deleted']

export const answer = (description: string, schema: v.GenericSchema): ResponsesWithResolver[string] => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
})

/** An answer that is audio, in any of these types. */
export const audioAnswer = (description: string, types: readonly string[]): ResponsesWithResolver[string] => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
})

/** The answers of these errors, those of one status together; one that several groups hold is said once. */
export function refusals(...codes: readonly ApiErrorCode[]): ResponsesWithResolver {
  const byStatus = Map.groupBy(new Set(codes), (code) => apiErrorKind(code).status)
  const entries = [...byStatus].map(([status, alike]) => [status, answer(alike.map(inWords).join('\n'), ErrorBody)])
  return Object.fromEntries(entries)
}

const inWords = (code: ApiErrorCode): string => `- \`${code}\`: ${apiErrorKind(code).message}`
