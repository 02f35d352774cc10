/**
 * What is looked up on most requests, cached: keys, and rooms with their invites. Whoever writes one of these through
 * this Worker forgets it here.
 */

import { findKey, type StoredKey } from './api-keys.ts'
import { CachedLookup } from './cached-lookup.ts'
import { type Door, findDoor } from './invites.ts'

/** A row has some 200 bytes. */
const KEYS_IN_MEMORY = 1_000
/** A room with all the invites that there may be has some 40 KB: a sixth of an isolate's 128 MB, if all had. */
const ROOMS_IN_MEMORY = 500

export const keyLookup = new CachedLookup<StoredKey>({ name: 'keys', capacity: KEYS_IN_MEMORY, read: findKey })
export const doorLookup = new CachedLookup<Door>({ name: 'rooms', capacity: ROOMS_IN_MEMORY, read: findDoor })
