/**
 * The network that an address is counted by: an IPv4 address itself, the /64 of an IPv6 one, which is the least that a
 * connection is given (RFC 6177 §2): behind it, who likes has a new address for every request. One way to write each.
 */

/** What is no address: everybody of whom nothing is known is one. */
export const UNKNOWN_NETWORK = 'unknown'

const GROUPS = 8
const NETWORK_GROUPS = 4

/** Answers IPv4 as `a.b.c.d`, also where it is written as IPv6 (RFC 4291 §2.5.5.2), and IPv6 as `a:b:c:d::/64`. */
export function networkOf(address: string | null | undefined): string {
  const text = address?.trim().toLowerCase() ?? ''
  const plain = readIpv4(text)
  if (plain !== undefined) return plain.join('.')
  const groups = readIpv6(text)
  if (groups === undefined) return UNKNOWN_NETWORK
  const mapped = mappedIpv4(groups)
  if (mapped !== undefined) return mapped
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.toString(16))
  return `${network.join(':')}::/64`
}

function readIpv4(text: string): number[] | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  return parts?.every((part) => part <= 255) ? parts : undefined
}

/** RFC 4291 §2.2: eight groups; one run of zeros may be left out; the last two may be written as IPv4. */
function readIpv6(text: string): number[] | undefined {
  if (!text.includes(':')) return undefined
  const [left = '', right, ...more] = hexadecimal(text.replace(/%.*$/, '')).split('::')
  const before = readGroups(left)
  const behind = readGroups(right ?? '')
  if (more.length > 0 || before === undefined || behind === undefined) return undefined
  const missing = GROUPS - before.length - behind.length
  if (right === undefined ? missing !== 0 : missing < 1) return undefined
  return [...before, ...new Array<number>(missing).fill(0), ...behind]
}

/** The same address with its last two groups written as groups. */
const hexadecimal = (text: string): string =>
  text.replace(/[\d.]+$/, (tail) => {
    const [a = 0, b = 0, c = 0, d = 0] = readIpv4(tail) ?? []
    return readIpv4(tail) === undefined ? tail : `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })

function readGroups(text: string): number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  return parts.every((part) => /^[0-9a-f]{1,4}$/.test(part))
    ? parts.map((part) => Number.parseInt(part, 16))
    : undefined
}

function mappedIpv4(groups: readonly number[]): string | undefined {
  const [high = 0, low = 0] = groups.slice(6)
  if (!groups.slice(0, 5).every((group) => group === 0) || groups[5] !== 0xffff) return undefined
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
