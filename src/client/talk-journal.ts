/**
 * The talk of one session that is not kept yet, on disk as it is said, so that it outlives the tab: packets back to back.
 * For the network worker alone: only workers write synchronously. Where the browser has no such files, or refuses, nothing
 * is written and nobody is told: what is said is held in memory too.
 *
 * Next: src/client/left-behind.ts, should this session not live to see it kept.
 */

import { joinBytes } from '../protocol/join-bytes.ts'
import { openTalkFile, removeTalkFile, type SyncFile, talkDirectory, talkFileName, talkLockName } from './talk-files.ts'
import type { Bytes } from './uplink.ts'

/** A crash of the browser loses nothing that was written; one of the machine, what was not flushed. */
const FLUSH_EVERY_MS = 1_000
/** No packet begins so (docs/protocol.md, W4): whoever reads stops here, whatever an earlier file left behind it. */
const END = new Uint8Array(10).fill(0xff)

type Write = (file: SyncFile) => void

export class TalkJournal {
  readonly #name: string
  #file: SyncFile | undefined
  #size = 0
  /** What waits for the file; undefined when there will be none. */
  #waiting: Write[] | undefined = []
  #opening: Promise<void> | undefined
  #unlock: () => void = () => {}
  #flushing: ReturnType<typeof setTimeout> | undefined

  constructor(room: string, session: string) {
    this.#name = talkFileName(room, session)
  }

  append(packets: readonly Bytes[]): void {
    this.#write((file) => {
      const bytes = joinBytes(packets)
      put(file, bytes, this.#size)
      this.#size += bytes.length
    })
  }

  /** In place of all that is there; with no packets, nothing. */
  writeAnew(packets: readonly Bytes[]): void {
    if (this.#waiting === undefined) {
      if (packets.length === 0) removeTalkFile(this.#name) // one that could not be written to may hold something still
      return
    }
    this.#write((file) => {
      const bytes = joinBytes(packets)
      if (bytes.length > 0) put(file, joinBytes([bytes, END]), 0)
      file.truncate(bytes.length)
      this.#size = bytes.length
    })
  }

  /** The session is over: what is not kept stays for whoever opens the room next; a file without talk goes. */
  async end(): Promise<void> {
    this.#opening ??= Promise.resolve() // a packet that is still on its way makes no file any more
    await this.#opening
    const isEmpty = this.#file !== undefined && this.#size === 0
    this.#giveUp()
    if (isEmpty) await removeTalkFile(this.#name)
    this.#unlock()
  }

  /** The first packet that is held makes the file: a room that keeps nothing leaves no trace. */
  #write(write: Write): void {
    this.#opening ??= this.#open()
    if (this.#file === undefined) this.#waiting?.push(write)
    else this.#do(this.#file, write)
  }

  #do(file: SyncFile, write: Write): void {
    try {
      write(file)
      this.#flushing ??= setTimeout(() => this.#flush(file), FLUSH_EVERY_MS)
    } catch {
      this.#giveUp() // QuotaExceededError, mostly: what is there stays
    }
  }

  #flush(file: SyncFile): void {
    this.#flushing = undefined
    try {
      file.flush()
    } catch {
      this.#giveUp() // the disk is gone, or the site's data was cleared
    }
  }

  /** First the lock, then the file: nobody ever sees it without. */
  async #open(): Promise<void> {
    try {
      const directory = await talkDirectory()
      if (directory === undefined) throw new DOMException('No such files here.', 'NotSupportedError')
      await this.#lock()
      const file = await openTalkFile(directory, this.#name)
      this.#file = file
      for (let write = this.#waiting?.shift(); write !== undefined; write = this.#waiting?.shift())
        this.#do(file, write)
    } catch {
      this.#giveUp() // there is none to be had: memory alone
    }
  }

  /** Resolves when the lock is held, which it is for as long as this worker lives. */
  #lock(): Promise<void> {
    const released = new Promise<void>((resolve) => {
      this.#unlock = resolve
    })
    return new Promise((resolve, reject) => {
      const hold = () => {
        resolve()
        return released
      }
      navigator.locks.request(talkLockName(this.#name), hold).catch(reject)
    })
  }

  #giveUp(): void {
    clearTimeout(this.#flushing)
    this.#waiting = undefined
    const file = this.#file
    this.#file = undefined
    file?.close()
  }
}

/** Throws when not all of it could be written: what follows half a packet nobody would find. */
function put(file: SyncFile, bytes: Bytes, at: number): void {
  if (file.write(bytes, { at }) !== bytes.length) throw new DOMException('The disk is full.', 'QuotaExceededError')
}
