/** Uploads whose bytes are all here, and their last steps, taken in a life of the object in which others do what a test says. */

import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { type FinishParts, UploadFinish } from '../../durable-objects/upload-finish.ts'
import { UploadTables } from '../../durable-objects/upload-tables.ts'
import { uploadName } from '../../src/tus/upload-name.ts'
import type { FailingBucket } from './failing-bucket.ts'
import { type Made, newUpload, send } from './uploading.ts'

/** An upload that has taken no step: the last of its bytes was counted, and then came the crash. */
export async function received(file: Uint8Array): Promise<Made> {
  const made = await newUpload()
  await send(made.stub, file)
  await runInDurableObject(made.stub, (_, { storage }) => {
    storage.sql.exec(`UPDATE upload SET state = 'received', length_bytes = offset_bytes`)
  })
  return made
}

export const isNotWiped = (): Promise<void> => Promise.reject(new Error('Nothing is to be wiped.'))

export const finishWith = ({ stub }: Made, bucket: FailingBucket) =>
  runInDurableObject(stub, (_, { storage }) => finish(storage.sql, bucket, isNotWiped))

/** Takes every step that is due. `others`: who does not do as the real ones do. */
export async function finish(
  sql: SqlStorage,
  bucket: FailingBucket,
  wipe: () => Promise<void>,
  others: Partial<FinishParts['env']> & Pick<FinishParts, 'answerWithinMs'> = {},
) {
  sql.exec('UPDATE upload SET due_at_ms = 1')
  const tables = new UploadTables(sql)
  const { answerWithinMs = 60_000, ...instead } = others
  await new UploadFinish({ tables, env: { ...env, CLIPS: bucket.binding, ...instead }, wipe, answerWithinMs }).run()
  return tables.upload()
}

/** Has the alarm of its object ring. */
export async function ring({ room, upload }: Made): Promise<void> {
  const stub = env.UPLOADS.getByName(uploadName(room, upload))
  await runInDurableObject(stub, async (_, { storage }) => {
    storage.sql.exec('UPDATE upload SET due_at_ms = 1')
    await storage.setAlarm(Date.now() + 60_000)
  })
  expect(await runDurableObjectAlarm(stub)).toBe(true)
}
