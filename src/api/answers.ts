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

/** What any route may answer. */
const ANYWHERE: ApiErrorCode[] = ['foreign-origin', 'internal', 'unavailable']
/** What a route with a body may answer besides. */
const WITH_BODY: ApiErrorCode[] = ['invalid-request', 'not-json', 'too-large']

export const refusals = (...codes: ApiErrorCode[]): ResponsesWithResolver => documented([...codes, ...ANYWHERE])
export const refusalsWithBody = (...codes: ApiErrorCode[]): ResponsesWithResolver => refusals(...codes, ...WITH_BODY)

export const answer = (description: string, schema: v.GenericSchema): ResponsesWithResolver[string] => ({
  description,
  content: { 'application/json': { schema: resolver(schema) } },
})

function documented(codes: readonly ApiErrorCode[]): ResponsesWithResolver {
  const byStatus = Map.groupBy(codes, (code) => apiErrorKind(code).status)
  const entries = [...byStatus].map(([status, alike]) => [status, answer(alike.map(inWords).join('\n'), ErrorBody)])
  return Object.fromEntries(entries)
}

const inWords = (code: ApiErrorCode): string => `- \`${code}\`: ${apiErrorKind(code).message}`
