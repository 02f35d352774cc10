/** JSON from strangers: parsing that answers instead of throwing. */

/** Parses JSON; undefined, which is no JSON value, when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // SyntaxError: what a stranger sent is not JSON, and the caller answers that
  }
}
