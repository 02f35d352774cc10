/**
 * Talk that a tab of this browser could not hand over before it was closed, or crashed: found in its journal, posted to the
 * server, and removed. For the page; it leaves alone what belongs to a session that lives.
 */

import { joinBytes } from '../protocol/join-bytes.ts'
import { EarshotApi } from './api.ts'
import { asEarshotError } from './errors.ts'
import { heldLocks } from './held-locks.ts'
import { apiCodeOf } from './http.ts'
import { PageTokens } from './page-tokens.ts'
import { outcomeOf } from './post-outcome.ts'
import { audioMsOf, portions, wholePackets } from './posted-talk.ts'
import { removeTalkFile, type TalkFile, talkFilesOf, talkLockName } from './talk-files.ts'
import type { Bytes } from './uplink.ts'

/** Whoever spoke it may come back as themselves; after so long they will not. */
const OTHERS_STAY_MS = 7 * 24 * 60 * 60 * 1_000

export interface LeftBehindOptions {
  room: string
  /** As in `joinRoom`. */
  getToken: () => Promise<string>
  /** Origin of the server; this page's own when absent. */
  server?: string
}

/**
 * Hands in what earlier visits to a room left on this device, of whoever the token names. `joinRoom` does so by itself.
 * Resolves with how much of it the server has stored; 0 when there was none.
 * @throws {EarshotError} `unreachable`, `too-fast`, `token-refused`, `not-allowed` (muted by the owner): it stays for the next time
 */
export async function sendLeftBehind({ room, getToken, server }: LeftBehindOptions): Promise<{ sentMs: number }> {
  return sendLeft(room, new EarshotApi(server), new PageTokens(getToken))
}

/** How much talk of earlier visits to a room waits on this device, in ms. */
export async function leftBehindMs(room: string): Promise<number> {
  const held = await heldLocks()
  const files = (await talkFilesOf(room)).filter(({ name }) => !held.has(talkLockName(name)))
  const lengthsMs = await Promise.all(files.map(async (file) => audioMsOf((await packetsIn(file)) ?? [])))
  return lengthsMs.reduce((sum, ms) => sum + ms, 0)
}

/** What of the HTTP API it uses. */
export type TalkApi = Pick<EarshotApi, 'postTalk'>

export async function sendLeft(room: string, api: TalkApi, tokens: PageTokens): Promise<{ sentMs: number }> {
  let sentMs = 0
  for (const file of await talkFilesOf(room)) {
    sentMs += await navigator.locks.request(talkLockName(file.name), { ifAvailable: true }, (lock) =>
      lock === null ? 0 : sendFile(room, file, api, tokens),
    )
  }
  return { sentMs }
}

async function sendFile(room: string, file: TalkFile, api: TalkApi, tokens: PageTokens): Promise<number> {
  const packets = await packetsIn(file)
  if (packets === undefined) return 0
  try {
    await postAll(packets, (bytes, end) =>
      tokens.with((token) => api.postTalk({ room, token, session: file.session, bytes, end })),
    )
  } catch (error) {
    const failure = asEarshotError(error, 'unreachable')
    if (outcomeOf(failure) === 'failed') throw error
    if (apiCodeOf(failure) === 'session-elsewhere' && (await ageMs(file)) < OTHERS_STAY_MS) return 0
    await removeTalkFile(file.name)
    return 0
  }
  await removeTalkFile(file.name)
  return audioMsOf(packets)
}

/** One after the other: the talk ends with the last of them. */
async function postAll(packets: readonly Bytes[], post: (bytes: Bytes, end: boolean) => Promise<unknown>) {
  const all = portions(packets)
  for (const [index, portion] of all.entries()) await post(joinBytes(portion), index === all.length - 1)
}

/** undefined: it cannot be read now, mostly because another tab has sent it meanwhile. */
async function packetsIn({ handle }: TalkFile): Promise<Bytes[] | undefined> {
  try {
    return wholePackets(new Uint8Array(await (await handle.getFile()).arrayBuffer()))
  } catch {
    return undefined // NotFoundError or NotReadableError: what is still there is found the next time
  }
}

const ageMs = async ({ handle }: TalkFile): Promise<number> => Date.now() - (await handle.getFile()).lastModified
