/**
 * The secrets of the invites that were made in this browser, so that their links can be copied again: the server keeps none.
 * They never leave this browser.
 */

import { remembered } from '../app/preferences.ts'

interface MadeInvite {
  invite: string
  secret: string
}

/** Past this many the oldest are forgotten; such an invite can still be seen and revoked. */
const MOST_REMEMBERED = 300

const isMade = (value: unknown): boolean => {
  const { invite, secret } = (value ?? {}) as Record<string, unknown>
  return typeof invite === 'string' && typeof secret === 'string'
}

const made = remembered<MadeInvite[]>('made-invites', [], (value) => Array.isArray(value) && value.every(isMade))

export const secretOf = (invite: string): string | undefined =>
  made.value.find((known) => known.invite === invite)?.secret

export function rememberInvite(invite: string, secret: string): void {
  made.value = [...made.peek(), { invite, secret }].slice(-MOST_REMEMBERED)
}

export function forgetInvite(invite: string): void {
  made.value = made.peek().filter((known) => known.invite !== invite)
}
