/**
 * The credential that coturn's REST secret signs (`use-auth-secret`): good until the time that its name begins with,
 * and for nobody in particular. coturn keeps no list of them, so none can be taken back before that time.
 */

export interface CoturnCredential {
  username: string
  credential: string
}

const HMAC_SHA1 = { name: 'HMAC', hash: 'SHA-1' } // the only one that coturn knows here

/** `name` is opaque: it stands in the server's log. coturn counts whole seconds, and refuses from the one after. */
export async function mintCoturnCredential(
  name: string,
  expiresAtMs: number,
  secret: string,
): Promise<CoturnCredential> {
  const username = `${Math.floor(expiresAtMs / 1_000)}:${name}`
  const text = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', text.encode(secret), HMAC_SHA1, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, text.encode(username))
  return { username, credential: btoa(String.fromCharCode(...new Uint8Array(signature))) }
}
