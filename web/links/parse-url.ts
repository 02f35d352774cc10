/** Reads an address; undefined when it is none. `URL.canParse` and `URL.parse` are younger than the oldest browser built for. */
export function parseUrl(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base)
  } catch {
    return undefined // TypeError: not an address
  }
}
