/**
 * What is wrong with a request, for the developer who sent it: names the field, and says in words what is expected of it.
 * Valibot's own sentences would quote what a stranger sent, however long.
 */

import * as v from 'valibot'

type Issue = v.BaseIssue<unknown>

/** Of the first fault alone: Valibot found at least one, or it would have succeeded. */
export function faultSentence(issues: readonly unknown[]): string {
  const [issue] = issues as [Issue]
  const field = v.getDotPath(issue)
  if (field === null) return `The request is not valid: ${faultOf(issue)}`
  if (issue.input === undefined) return `The request is not valid: ${missing(field, issue)}`
  return `The value of "${field}" is not valid: ${faultOf(issue)}`
}

function missing(field: string, issue: Issue): string {
  const choice = choiceOf(issue)
  return choice === undefined ? `"${field}" is missing.` : `"${field}" is missing. ${choice}`
}

/** Our own words, where a schema has them. */
function faultOf(issue: Issue): string {
  if (!VALIBOTS.test(issue.message)) return issue.message.endsWith('.') ? issue.message : `${issue.message}.`
  return choiceOf(issue) ?? EXPECTED[issue.type]?.(issue.requirement) ?? 'Compare it with /v1/openapi.json.'
}

/** How the sentences begin that Valibot makes by itself. */
const VALIBOTS = /^Invalid [\w ]+: (?:Expected|Received) /

/** By Valibot's name of what was not met; `bound` is what it was held against. */
const EXPECTED: Readonly<Record<string, (bound: unknown) => string>> = {
  string: () => 'A text is expected.',
  number: () => 'A number is expected.',
  boolean: () => 'True or false is expected.',
  object: () => 'An object is expected.',
  variant: () => 'An object is expected.',
  array: () => 'A list is expected.',
  integer: () => 'A whole number is expected.',
  min_value: (bound) => `At least ${bound} is expected.`,
  max_value: (bound) => `At most ${bound} is expected.`,
  min_length: (bound) => `At least ${bound === 1 ? '1 character is' : `${bound} characters are`} expected.`,
  max_length: (bound) => `At most ${bound} characters are expected.`,
}

/** The values that a field may have, where they can be listed: the schema's words, not the sender's. */
function choiceOf({ kind, expected }: Issue): string | undefined {
  const values = kind === 'schema' ? [...(expected ?? '').matchAll(/"[^"]*"/g)].map(([value]) => value) : []
  // What is missing of an object is named likewise, and there is no choice in it.
  if (values.length === 0 || expected === values[0]) return undefined
  return `One of ${values.join(', ')} is expected.`
}
