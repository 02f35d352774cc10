/** What is wrong with an answer, in a few words; nothing, mostly. */

import { API_ERROR_CODES } from '../../src/api/error-codes.ts'
import type { Answer, HostileRequest } from './request.ts'

/** What only the inside knows: stacks, files, the names of what it is made of, words of its databases. */
const INTERNAL =
  /\n\s+at |\bat [\w.<>]+ \(|\.(?:js|ts|mjs):\d+|\b(?:Type|Reference|Range|Syntax)Error\b|SQLITE|D1_|sqlite|workerd|durable object|cloudflare:|undefined is not|is not a function|Cannot read prop|node_modules/i

/** Random ids, secrets and tokens, in which any three letters turn up some time. */
const withoutIds = (body: string): string => body.replace(/[\w.-]{22,}/g, '')

const CODES: readonly string[] = API_ERROR_CODES

/** A close below this is the protocol's own, which nobody is refused with. */
const FIRST_REFUSAL = 4_000

export function faultOf(request: HostileRequest, answer: Answer): string | undefined {
  const { status, body } = answer
  if (status === 101) return connectionFault(request, answer)
  if (isPlatforms(answer)) return status >= 500 && status !== 501 ? `the platform answers ${status}` : undefined
  if (status >= 500) return `${status} ${codeOf(body) ?? ''}`
  if (request.mustFail && status < 400) return `let in with ${status}`
  if (INTERNAL.test(withoutIds(body)) && !request.path.startsWith('/v1/openapi')) return 'internal text'
  if (status < 400 || request.method === 'HEAD') return undefined
  const code = codeOf(body)
  return code === undefined || !CODES.includes(code) ? `${status} without a code` : undefined
}

/** The Worker marks all that it answers; what bears no mark never came to it. */
export const isPlatforms = ({ headers, status }: Answer): boolean =>
  status !== 101 &&
  headers['request-id'] === undefined &&
  !String(headers['content-type'] ?? '').startsWith('text/html')

function connectionFault({ mustFail }: HostileRequest, { closeCode }: Answer): string | undefined {
  if (closeCode === undefined) return mustFail ? 'let in to a room' : undefined
  return closeCode === 4_500 || closeCode < FIRST_REFUSAL ? `closed with ${closeCode}` : undefined
}

function codeOf(body: string): string | undefined {
  try {
    return JSON.parse(body)?.error?.code
  } catch {
    return undefined // not JSON: it names no code
  }
}
