/** How long a server asks to be left alone: RFC 9110 §10.2.3. Pure. */

/** In ms; undefined when the header is not there or cannot be read. */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  const value = header?.trim() ?? ''
  if (/^\d+$/.test(value)) return Number(value) * 1_000
  const atMs = value === '' ? Number.NaN : Date.parse(value)
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
