/**
 * What of a message is in the hands of the messages' worker: its record, its sound, its files and its lock; and those that
 * nobody works on, but that lie in its memory alone.
 *
 * Next: src/client/messages/kept-message.ts
 */

import { type ByteFile, contentOf, isOnDisk } from './byte-file.ts'
import { FileAudio, type MessageAudio } from './message-audio.ts'
import type { MessageFileName } from './message-files.ts'
import { isOf, type MessageRecord, readRecord, takenUpBy } from './message-record.ts'
import { RecordingFile } from './recording-file.ts'
import { readSlots, StateSlots } from './state-slots.ts'

export type Files = Record<MessageFileName, ByteFile>

export interface Held {
  record: MessageRecord
  audio: MessageAudio
  files: Files
  slots: StateSlots
  unlock: () => void
}

/** With the page, the sound is gone, or the end of it, or the word of what is to become of it. */
export const isInPageAlone = ({ audio, state }: Files): boolean => !(isOnDisk(audio) && isOnDisk(state))

/** First the files, then the lock. */
export function letGo(files: Files | undefined, unlock: (() => void) | undefined): void {
  for (const file of Object.values(files ?? {})) file.close()
  unlock?.()
}

/**
 * What lies in its files; undefined: none that this version can read now, or another person's, which is left alone, unless they
 * have thrown it away.
 */
export function heldIn(files: Files, person: string, unlock: () => void): Held | undefined {
  try {
    const slot = readSlots(contentOf(files.state))
    const record = readRecord(slot?.text)
    const audio = record && audioOf(record, files)
    if (!slot || !record || !audio || !(isOf(person, record) || record.phase === 'discarded')) return undefined
    return { record: takenUpBy(person, record), audio, files, slots: new StateSlots(files.state, slot), unlock }
  } catch {
    return undefined // InvalidStateError: the site's data was cleared. Or the disk fails
  }
}

function audioOf(record: MessageRecord, files: Files): MessageAudio | undefined {
  if (record.isFile) return new FileAudio(files.audio, record)
  return RecordingFile.find(files.audio, files.levels, record.trim)
}

/** Whoever takes one up again finds it as it was left. */
export class LeftMessages {
  readonly #left = new Map<string, Held>()

  /** Where the disk has all of it, it lies there. */
  leave(held: Held): void {
    if (isInPageAlone(held.files)) this.#left.set(held.record.message, held)
    else letGo(held.files, held.unlock)
  }

  take(message: string): Held | undefined {
    const held = this.#left.get(message)
    this.#left.delete(message)
    return held
  }
}
