/**
 * One line of JSON for a call between objects that failed: what was tried and the error's own words.
 * No identifier of a room, a person or a session goes into it.
 */

export function logFailure(during: string, error: unknown): void {
  console.error(JSON.stringify({ failed: during, error: error instanceof Error ? error.message : String(error) }))
}
