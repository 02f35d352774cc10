/** Takes a credential back before its time: for whoever was removed from a room. */

import { revokeCloudflareCredential } from './cloudflare-credential.ts'
import { type TurnVariables, turnSettings } from './settings.ts'

export const TURN_PROVIDERS = ['cloudflare', 'coturn'] as const
export type TurnProvider = (typeof TURN_PROVIDERS)[number]

/**
 * Whether it is taken back. coturn cannot: its credential ends by itself, within minutes. Throws when Cloudflare could
 * not be asked; asking again does no harm.
 */
export async function revokeCredential(
  variables: TurnVariables,
  { provider, username }: { provider: string; username: string },
): Promise<boolean> {
  const { cloudflare } = turnSettings(variables)
  if (provider !== 'cloudflare' || cloudflare === null) return false
  await revokeCloudflareCredential(cloudflare, username)
  return true
}
