/**
 * Where voice messages lie on this device until the server has them: a folder for each in the browser's own file system of
 * this site (WHATWG File System: OPFS), with its audio, its levels and its state. Whoever works on one holds a Web Lock of
 * its name.
 */

import { heldLocks } from '../held-locks.ts'
import type { ByteFile } from './byte-file.ts'

/** earshot-messages/{room}/{message}/… */
const DIRECTORY = 'earshot-messages'

export const MESSAGE_FILES = ['audio', 'levels', 'state'] as const
export type MessageFileName = (typeof MESSAGE_FILES)[number]

/** Neither id holds a dot. */
export const lockName = (room: string, message: string): string => `${DIRECTORY}.${room}.${message}`

/** undefined: there is none, in an old browser or some private windows. */
async function messagesDirectory(room: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (await roomsDirectory(create))?.getDirectoryHandle(room, { create })
  } catch {
    return undefined // NotFoundError: no message of this room yet
  }
}

async function roomsDirectory(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  // Without Web Locks nobody could tell whose message is left behind.
  if (navigator.locks === undefined) return undefined
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(DIRECTORY, { create })
  } catch {
    return undefined // NotFoundError: no message yet. SecurityError, or none of it at all: memory alone
  }
}

/** Opens, or makes, the files of a message, for one writer. In a worker alone. undefined: there are none to be had. */
export async function openMessage(
  room: string,
  message: string,
  { create }: { create: boolean },
): Promise<Record<MessageFileName, ByteFile> | undefined> {
  const opened: ByteFile[] = []
  try {
    const directory = await (await messagesDirectory(room, create))?.getDirectoryHandle(message, { create })
    if (directory === undefined) return undefined
    const open = async (name: MessageFileName) => {
      const file = await openFile(await directory.getFileHandle(name, { create }))
      opened.push(file)
      return file
    }
    return { audio: await open('audio'), levels: await open('levels'), state: await open('state') }
  } catch {
    // NoModificationAllowedError, QuotaExceededError: a new one lives in memory then. NotFoundError: it is gone
    for (const file of opened) file.close()
    return undefined
  }
}

/** The ids of a room's messages on this device, of those that somebody works on too. */
export const messagesOf = async (room: string): Promise<string[]> => namesIn(await messagesDirectory(room, false))

/** The rooms in which anything has ever been recorded on this device. */
export const roomsWithMessages = async (): Promise<string[]> => namesIn(await roomsDirectory(false))

/** What lies there of a message; empty where there is no such file. undefined: it cannot be read now. For the page. */
export async function contentsOf(
  room: string,
  message: string,
): Promise<Record<MessageFileName, Uint8Array<ArrayBuffer>> | undefined> {
  try {
    const directory = await (await messagesDirectory(room, false))?.getDirectoryHandle(message)
    if (directory === undefined) return undefined
    const contentOf = (name: MessageFileName) => contentIn(directory, name)
    return { audio: await contentOf('audio'), levels: await contentOf('levels'), state: await contentOf('state') }
  } catch {
    return undefined // NotReadableError, or NotFoundError of its folder: another tab has it, or has sent it meanwhile
  }
}

async function contentIn(
  directory: FileSystemDirectoryHandle,
  name: MessageFileName,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = await (await directory.getFileHandle(name)).getFile()
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    if ((error as DOMException).name !== 'NotFoundError') throw error
    return new Uint8Array(0)
  }
}

/** It may be gone already: then it is as it should be. */
export async function removeMessage(room: string, message: string): Promise<void> {
  const directory = await messagesDirectory(room, false)
  await directory?.removeEntry(message, { recursive: true }).catch(() => undefined) // NotFoundError, or just closing
}

/** The ids of those of `messages` that nobody works on. */
export async function ownerless(room: string, messages: readonly string[]): Promise<string[]> {
  const held = await heldLocks()
  return messages.filter((message) => !held.has(lockName(room, message)))
}

/** Holds the lock of a message until it is let go of by what this resolves with; undefined: somebody else has it. */
export async function holdMessage(room: string, message: string): Promise<(() => void) | undefined> {
  if (navigator.locks === undefined) return () => {}
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) => {
      if (lock === null) return resolve(undefined)
      return new Promise<void>((release) => resolve(release))
    }
    navigator.locks.request(lockName(room, message), { ifAvailable: true }, hold).catch(reject)
  })
}

/** TypeScript knows it among a worker's types alone (WHATWG File System §2.6). */
const openFile = (handle: FileSystemFileHandle): Promise<ByteFile> =>
  (handle as unknown as { createSyncAccessHandle(): Promise<ByteFile> }).createSyncAccessHandle()

/** TypeScript's DOM library of this target leaves the iterator out (WHATWG File System §3.3). */
async function namesIn(directory: FileSystemDirectoryHandle | undefined): Promise<string[]> {
  const names: string[] = []
  if (directory === undefined) return names
  for await (const name of (directory as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name)
  return names
}
