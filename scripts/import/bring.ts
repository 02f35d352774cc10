/**
 * One file into the room: found there where it was sent before, by this run or another, and else made a clip and sent.
 */

import { clipOfFile, type ReadyClip } from './clip-of-file.ts'
import type { Memory } from './memory.ts'
import { type AskedFor, contentOf, messageIdOf } from './message-id.ts'
import { type Recipient, type Sent, send, standingOf } from './send.ts'
import { Unsent } from './unsent.ts'

const SERIALS = 2 ** 31 - 1

export interface Run {
  memory: Memory
  /** What was sent before is sent once more. */
  again: boolean
  /** Where to write what has to be converted. */
  converted: string
  to: Recipient & { room: string }
}

export interface Watcher {
  onProgress(doing: 'converting' | 'sending', share: number): void
  /** What an earlier run had sent of it cannot be gone on with. */
  onAnew(): void
}

/** What came of it, for whoever watches. @throws {Unsent} */
export async function bring(
  file: string,
  { memory, again, converted, to }: Run,
  { onProgress, onAnew }: Watcher,
): Promise<string> {
  const content = await contentOf(file)
  const asked = { room: to.room, name: to.name, content }
  const message = messageIdOf({ ...asked, copy: again ? nextCopy(asked, memory) : 0 })
  const before = memory.clipOf(message)
  if (before !== undefined) return foundThere(before, to)
  const target = { path: converted, serial: serialOf(content) }
  const clip = await clipOfFile(file, target, (share) => onProgress('converting', share))
  const sent = await send(clip, { message, to, memory, onAnew, onProgress: (share) => onProgress('sending', share) })
  if (sent.isInTheRoom) memory.remember(message, sent.clip)
  return sent.wasThere ? foundThere(sent.clip, to) : sentAs(clip, sent)
}

/** The first that was not sent to its end: a run that was broken off is taken up again, not doubled. */
function nextCopy(asked: Omit<AskedFor, 'copy'>, memory: Memory): number {
  let copy = 0
  while (memory.clipOf(messageIdOf({ ...asked, copy })) !== undefined) copy += 1
  return copy
}

/** 31 bits, as ffmpeg takes it, and never 0, which some readers take for none. */
const serialOf = (content: string): number => (Buffer.from(content, 'base64url').readUInt32BE() % SERIALS) + 1

async function foundThere(clip: string, to: Recipient): Promise<string> {
  if ((await standingOf(clip, to)) === 'there') return `in the room already, clip ${clip}`
  throw new Unsent(`It was sent before, and the room has deleted it since (clip ${clip}). --again sends it once more.`)
}

function sentAs({ durationMs, bytes, note }: ReadyClip, { clip, isAnnounced }: Sent): string {
  const about = [minutes(durationMs), `${Math.ceil(bytes / 1024)} KB`, ...(note === '' ? [] : [note])]
  return `${isAnnounced ? 'sent' : 'stored, and soon in the room'} (${about.join(', ')}), clip ${clip}`
}

function minutes(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
