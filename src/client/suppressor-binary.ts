/**
 * Fetches the WebAssembly of a noise suppressor, and sees that it is some: its worklet would compile it where nobody looks,
 * and leave silence for good if that failed.
 */

/** The first of `urls` that this browser understands. Rejects with the address of the last one where it understands none. */
export async function fetchBinary(...urls: readonly [string, ...string[]]): Promise<ArrayBuffer> {
  for (const url of urls) {
    const response = await fetch(url)
    const binary = await response.arrayBuffer()
    if (response.ok && WebAssembly.validate(binary)) return binary
  }
  throw new TypeError(`No WebAssembly: ${urls.at(-1)}`)
}
