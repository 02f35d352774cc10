/**
 * The line that says what was not done, and what to do: below whatever asked for it. And the same in words, for the pages
 * and lines that draw it otherwise.
 */

import type { Failure } from '../i18n/en-failures.ts'
import { words } from '../i18n/language.ts'
import type { Failed } from './failed.ts'

/** Nothing has failed: nothing is drawn. */
export function FailureLine({ failed }: { failed: Failed | undefined }) {
  if (failed === undefined) return null
  const { title, text } = wordsOf(failed)
  return (
    <p class="field-error" role="alert">
      <strong>{words.value.sentence(title)}</strong> {text}
    </p>
  )
}

/** What happened and what to do; where the server says how long to wait, that. */
export function wordsOf({ code, retryAfterMs }: Failed): Failure {
  const w = words.value
  const { title, text } = w.failures[code]
  return { title, text: retryAfterMs === undefined ? text : w.waitFor(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }
}
