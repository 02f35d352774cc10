/**
 * Which message a file is: the same file in the same room under the same name has the same id, whenever and however often it
 * is sent, and so is one message (docs/protocol.md, U3).
 */

import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { Unsent } from './unsent.ts'

/** As long as a random id of the protocol. */
const ID_BYTES = 16

export interface AskedFor {
  room: string
  name: string | undefined
  /** SHA-256 of the file as it lies there. */
  content: string
  /** 0, but where it is sent once more on purpose. */
  copy: number
}

export const messageIdOf = ({ room, name, content, copy }: AskedFor): string =>
  shortHash(['message', room, name ?? null, content, copy])

/** What stands for some facts, in 22 characters of base64url. */
export const shortHash = (facts: unknown[]): string => digestOf(JSON.stringify(facts))

/** The beginning of SHA-256. */
export const digestOf = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest().subarray(0, ID_BYTES).toString('base64url')

/** SHA-256 of a file, in base64url. @throws {Unsent} */
export async function contentOf(file: string): Promise<string> {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new Unsent('There is no such file.')
  if (!found.isFile()) throw new Unsent('This is no file.')
  const hash = createHash('sha256')
  try {
    for await (const bytes of createReadStream(file)) hash.update(bytes)
  } catch (error) {
    throw new Unsent(`The file cannot be read (${(error as Error).message}).`)
  }
  return hash.digest('base64url')
}
