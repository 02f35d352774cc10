/**
 * All clips of a room as anybody can fetch them, and what three places know of them: the list (D1), the log, the storage
 * (R2). What opusinfo, the checksum and the SDK's own reader say of each is among its faults.
 */

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ClipDetails } from '../../src/client/clip-details.ts'
import { type Clip as ReadClip, readClip } from '../../src/clips/read-clip.ts'
import type { ReadEntry } from '../../src/protocol/room-message.ts'
import { opusinfo } from '../../test/support/media-tools.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { atOnce } from '../trials/hall.ts'
import type { SoakRoom } from './cast.ts'
import type { FetchedClip } from './judgement.ts'

const PAGE = 100
/** Of what a file's last granule position and the clip's own word may differ. */
const TOLERANCE_MS = 20

/** `log`: of the room, whole. */
export async function collectClips(
  origin: string,
  { room, owner }: SoakRoom,
  log: readonly ReadEntry[],
): Promise<FetchedClip[]> {
  const token = await owner.token()
  const listed = await listAll({ room, owner })
  const logged = log.flatMap((entry) => (entry.kind === 'clip' ? [entry.id] : []))
  const ids = [...new Set([...listed.keys(), ...logged])]
  const folder = temporaryFolder('earshot-soak')
  const fetched = await atOnce(ids.length, (at) => fetchClip(origin, token, ids[at] as string, folder))
  const clips = await withOpusinfo(fetched)
  for (const clip of clips) {
    const times = logged.filter((id) => id === clip.id).length
    if (times !== 1) clip.faults.push(`stands in the log ${times} times`)
    if (!listed.has(clip.id)) clip.faults.push('is not listed')
  }
  return clips
}

/** Clips whose object is missing, and objects that are no clip's. */
export function misplacedObjects(keys: readonly string[], clips: readonly FetchedClip[]): string[] {
  const stored = new Set(keys.map((key) => basename(key, '.opus')))
  const known = new Set(clips.map(({ id }) => id))
  return [...[...stored].filter((id) => !known.has(id)), ...[...known].filter((id) => !stored.has(id))]
}

async function listAll({ room, owner }: Pick<SoakRoom, 'room' | 'owner'>): Promise<Map<string, ClipDetails>> {
  const listed = new Map<string, ClipDetails>()
  for (let before: string | null | undefined; before !== null; ) {
    const at = before === undefined ? {} : { before }
    const page = await owner.api.clips({ room, token: await owner.token(), limit: PAGE, ...at })
    for (const clip of page.clips) listed.set(clip.id, clip)
    before = page.next
  }
  return listed
}

interface FetchedFile extends FetchedClip {
  file: string
}

async function fetchClip(origin: string, token: string, id: string, folder: string): Promise<FetchedFile> {
  const headers = { authorization: `Bearer ${token}` }
  const [told, audio] = await Promise.all([
    fetch(`${origin}/v1/clips/${id}`, { headers }),
    fetch(`${origin}/v1/clips/${id}/audio`, { headers }),
  ])
  if (!told.ok || !audio.ok) {
    return { id, startedAtMs: 0, packets: [], file: '', faults: [`answered ${told.status} and ${audio.status}`] }
  }
  const details: ClipDetails = await told.json()
  const bytes = new Uint8Array(await audio.arrayBuffer())
  const file = join(folder, `${id}.opus`)
  writeFileSync(file, bytes)
  const read = await readClip(bytes).catch((error: Error) => error)
  const packets = read instanceof Error ? [] : read.packets
  return { id, startedAtMs: details.startedAtMs, packets, file, faults: faultsOf(details, bytes, audio, read) }
}

function faultsOf(details: ClipDetails, bytes: Uint8Array, { headers }: Response, read: ReadClip | Error): string[] {
  const checksum = createHash('sha256').update(bytes).digest('base64url')
  const faults: string[] = []
  if (details.state !== 'ready') faults.push(`is ${details.state}`)
  if (details.checksum !== checksum) faults.push('has another checksum')
  if (headers.get('etag') !== `"${checksum}"`) faults.push(`has the ETag ${headers.get('etag')}`)
  if (details.bytes !== bytes.length) faults.push(`has ${bytes.length} bytes and says ${details.bytes}`)
  if (read instanceof Error) return [...faults, `cannot be read: ${read.message}`]
  const offByMs = Math.abs(read.durationMs - details.durationMs)
  if (!(offByMs <= TOLERANCE_MS)) faults.push(`plays ${read.durationMs} ms and says ${details.durationMs}`)
  return faults
}

async function withOpusinfo(clips: readonly FetchedFile[]): Promise<FetchedClip[]> {
  const said = await opusinfo(clips.flatMap(({ file }) => (file === '' ? [] : [file])))
  const byFile = new Map(said.map(({ file, warnings }) => [file, warnings]))
  return clips.map(({ file, ...clip }) => {
    const warnings = file === '' ? [] : (byFile.get(file) ?? ['opusinfo does not read it'])
    return { ...clip, faults: [...clip.faults, ...warnings] }
  })
}
