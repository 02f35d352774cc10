/**
 * A text that this server gives out and alone can read again: AES-256-GCM (NIST SP 800-38D) under a key of its own, derived
 * from a signing key (HKDF, RFC 5869). The same text is never the same twice.
 */

import { base64url } from 'jose'
import type { SigningKeys } from './signing-keys.ts'

/** NIST SP 800-38D §8.2.2: drawn at random, so many bits are enough for 2³² texts under one key. */
const IV_BYTES = 12
/** A name is as long as it is; filled up to these, its length tells next to nothing. */
const BLOCK_BYTES = 64
const CIPHER = { name: 'AES-GCM', length: 256 } as const
/** So that no other use of a signing key comes to the same key. */
const PURPOSE = new TextEncoder().encode('earshot sealed text')

/** base64url. `text` does not end with a NUL. */
export async function sealText(text: string, { current }: SigningKeys): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: CIPHER.name, iv }, await cipherKey(current.key), padded(text))
  return base64url.encode(Uint8Array.of(...iv, ...new Uint8Array(sealed)))
}

/** Undefined: none of these keys has sealed it. */
export async function openText(sealed: string, { all }: SigningKeys): Promise<string | undefined> {
  const bytes = bytesOf(sealed)
  for (const key of bytes === undefined ? [] : all.values()) {
    const text = await opened(bytes as Uint8Array<ArrayBuffer>, key)
    if (text !== undefined) return text
  }
  return undefined
}

async function opened(bytes: Uint8Array<ArrayBuffer>, key: Uint8Array): Promise<string | undefined> {
  try {
    const cipher = { name: CIPHER.name, iv: bytes.subarray(0, IV_BYTES) }
    const text = await crypto.subtle.decrypt(cipher, await cipherKey(key), bytes.subarray(IV_BYTES))
    return new TextDecoder().decode(text).replace(/\0+$/, '')
  } catch {
    return undefined // an OperationError: another key, or somebody else's bytes
  }
}

function bytesOf(sealed: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(base64url.decode(sealed))
  } catch {
    return undefined // a TypeError: it is no base64url
  }
}

function padded(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text)
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES)
  whole.set(bytes)
  return whole
}

async function cipherKey(key: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new Uint8Array(key), 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: PURPOSE }
  return crypto.subtle.deriveKey(derivation, material, CIPHER, false, ['encrypt', 'decrypt'])
}
