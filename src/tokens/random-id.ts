/**
 * Identifiers that nobody can guess: rooms, link secrets. Their shape is `random128Bits` of src/protocol/fields.ts.
 */

import { base64url } from 'jose'

/** 128 bits: guessing one among a billion takes 2⁹⁷ attempts on average. */
const RANDOM_BYTES = 16

/** 128 random bits as 22 base64url characters. */
export const randomId = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)))
