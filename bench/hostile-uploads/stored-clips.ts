/** All that lies in the storage of clips, once nothing more comes: each object is a clip of the index, as it says, and plays. */

import { createHash } from 'node:crypto'
import { ClipCheck } from '../../src/clips/clip-check.ts'
import { until } from '../../test/support/until.ts'
import type { Runtime } from '../runtime.ts'
import { LibopusPlayer, type Played, playedByFfmpeg } from './player.ts'

export interface StoredClips {
  objects: number
  /** What is wrong with one, by its key. */
  findings: string[]
}

interface Row {
  object_key: string
  bytes: number
  checksum: string
  duration_ms: number
}

/** Alarms try again after seconds. */
const SETTLED_WITHIN_MS = 120_000
const FILES_PER_PROCESS = 50
const GRANULES_OFF_MS = 20.5

export async function storedClips(runtime: Runtime): Promise<StoredClips> {
  const rows = await settledRows(runtime)
  const keys = await runtime.objectKeys()
  const findings = keys.filter((key) => !rows.has(key)).map((key) => `${key}: of no clip`)
  const player = await LibopusPlayer.open()
  for (let from = 0; from < keys.length; from += FILES_PER_PROCESS) {
    const batch = keys.slice(from, from + FILES_PER_PROCESS)
    const files = await Promise.all(batch.map((key) => runtime.readObject(key)))
    const played = await playedByFfmpeg(files)
    for (const [index, key] of batch.entries()) {
      const bytes = files[index] as Uint8Array
      const faults = [
        ...faultsOf(bytes, rows.get(key)),
        faultOf(await player.play(bytes), rows.get(key)),
        faultOf(played[index] as Played, rows.get(key)),
      ]
      findings.push(...faults.flatMap((fault) => (fault === undefined ? [] : `${key}: ${fault}`)))
    }
  }
  player.close()
  return { objects: keys.length, findings }
}

/** What is in the storage is in the index too, in the end, and stays. */
async function settledRows(runtime: Runtime): Promise<Map<string, Row>> {
  let rows = new Map<string, Row>()
  const isSettled = async () => {
    const clips = await runtime.askIndex('SELECT object_key, bytes, checksum, duration_ms FROM clips')
    rows = new Map((clips as unknown as Row[]).map((row) => [row.object_key, row]))
    const keys = await runtime.objectKeys()
    return keys.length === rows.size && keys.every((key) => rows.has(key))
  }
  // What has not settled by then is a finding.
  await until(isSettled, 'the storage to settle', SETTLED_WITHIN_MS).catch(() => undefined)
  return rows
}

function faultsOf(bytes: Uint8Array, row: Row | undefined): string[] {
  const check = new ClipCheck()
  check.push(bytes)
  const checked = check.end()
  if (!checked.ok) return [checked.reason]
  const checksum = createHash('sha256').update(bytes).digest('base64url')
  if (row === undefined) return []
  return [
    ...(row.bytes === bytes.length ? [] : [`${bytes.length} bytes are told to be ${row.bytes}`]),
    ...(row.checksum === checksum ? [] : ['another checksum']),
    ...(row.duration_ms === checked.durationMs ? [] : [`${checked.durationMs} ms are told to be ${row.duration_ms}`]),
  ]
}

function faultOf(played: Played, row: Row | undefined): string | undefined {
  if ('fault' in played) return played.fault
  const isOff = row !== undefined && Math.abs(row.duration_ms - played.durationMs) > GRANULES_OFF_MS
  return isOff ? `${row.duration_ms} ms are ${played.durationMs} ms` : undefined
}
