/**
 * Files of somebody's that the page is still converting. Until one comes, its message's lock is held, and what lies on disk is its
 * name, as of a file that is lost: whoever finds that when the page has gone asks for the file again.
 *
 * Next: src/client/messages/messages-worker.ts
 */

import { type Files, letGo } from './held-message.ts'
import { holdMessage, removeMessage } from './message-files.ts'
import type { MessageRecord } from './message-record.ts'
import { asOnDisk } from './record-on-disk.ts'
import { StateSlots } from './state-slots.ts'

export interface Opened {
  files: Files
  slots: StateSlots
  unlock: () => void
}

type Open = () => Promise<Omit<Opened, 'slots'>>

export class ExpectedFiles {
  readonly #room: string
  /** One thing after the other: of a file that is tried again the lock may be just let go of. */
  readonly #expected = new Map<string, Promise<Opened | undefined>>()

  constructor(room: string) {
    this.#room = room
  }

  /** Resolves once it is on disk, or cannot be. */
  async expect(record: MessageRecord, open: Open): Promise<void> {
    await this.#then(record.message, async (there) => there ?? begin(record, open))
  }

  /** It does not come. */
  async forget(message: string): Promise<void> {
    await this.#then(message, (there) => (there === undefined ? this.#sweep(message) : this.#remove(message, there)))
  }

  /** It has come, and goes on in what is open for it, if anything is. */
  async take(message: string): Promise<Opened | undefined> {
    const expected = this.#expected.get(message)
    this.#expected.delete(message)
    return expected
  }

  #then(message: string, act: (there: Opened | undefined) => Promise<Opened | undefined>): Promise<Opened | undefined> {
    const before = this.#expected.get(message) ?? Promise.resolve(undefined)
    const next = before.then(act)
    this.#expected.set(message, next)
    return next
  }

  /** A worker that broke has left its name on disk, or one that could not write it down; in other hands it stays. */
  async #sweep(message: string): Promise<undefined> {
    const unlock = await holdMessage(this.#room, message).catch(() => undefined) // InvalidStateError: the page is closing
    if (unlock === undefined) return
    await removeMessage(this.#room, message)
    unlock()
  }

  async #remove(message: string, there: Opened): Promise<undefined> {
    letGo(there.files, undefined)
    await removeMessage(this.#room, message)
    there.unlock()
  }
}

/** Where that fails, the file goes out all the same. */
async function begin(record: MessageRecord, open: Open): Promise<Opened | undefined> {
  const opened = await open().catch(() => undefined) // InvalidStateError: no locks for a page that is closing
  if (opened === undefined) return undefined
  const slots = new StateSlots(opened.files.state)
  try {
    slots.write(JSON.stringify(asOnDisk(record, false)))
    return { ...opened, slots }
  } catch {
    letGo(opened.files, opened.unlock) // RangeError: its name is too long to be remembered
    return undefined
  }
}
