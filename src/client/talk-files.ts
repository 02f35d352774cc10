/**
 * Where talk that is not kept yet lies on this device: one file for each session in the browser's own file system of this
 * site (WHATWG File System: OPFS). A session that lives holds a Web Lock of its file.
 */

const DIRECTORY = 'earshot-talk'

/** Neither id holds a dot. */
export const talkFileName = (room: string, session: string): string => `${room}.${session}`

/** An id may begin with a hyphen, with which no lock's name may (Web Locks §4.2, `request`). */
export const talkLockName = (fileName: string): string => `${DIRECTORY}.${fileName}`

export interface TalkFile {
  name: string
  session: string
  handle: FileSystemFileHandle
}

/** A file that a worker writes synchronously; TypeScript knows it among a worker's types alone (WHATWG File System §2.6). */
export interface SyncFile {
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

/**
 * The folder; undefined where there is none: in an old browser, on an insecure page, in some private windows. Without Web
 * Locks it is no use either, for nobody could tell whose talk is left behind.
 */
export async function talkDirectory(): Promise<FileSystemDirectoryHandle | undefined> {
  if (navigator.locks === undefined) return undefined
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(DIRECTORY, { create: true })
  } catch {
    return undefined // SecurityError or none of it at all: what is said is then held in memory alone
  }
}

/** A room's files, of sessions that live and of those that are over. */
export async function talkFilesOf(room: string): Promise<TalkFile[]> {
  const directory = await talkDirectory()
  if (directory === undefined) return []
  const files: TalkFile[] = []
  for await (const [name, handle] of entriesOf(directory)) {
    if (!name.startsWith(`${room}.`) || handle.kind !== 'file') continue
    files.push({ name, session: name.slice(room.length + 1), handle: handle as FileSystemFileHandle })
  }
  return files
}

/** Opens, or makes, a file for one writer. In a worker alone. */
export async function openTalkFile(directory: FileSystemDirectoryHandle, name: string): Promise<SyncFile> {
  const handle = await directory.getFileHandle(name, { create: true })
  return (handle as unknown as { createSyncAccessHandle(): Promise<SyncFile> }).createSyncAccessHandle()
}

/** It may be gone already: then it is as it should be. */
export async function removeTalkFile(name: string): Promise<void> {
  const directory = await talkDirectory()
  await directory?.removeEntry(name).catch(() => undefined) // NotFoundError, or a handle that is just closing
}

/** TypeScript's DOM library of this target leaves the iterator out (WHATWG File System §3.3). */
const entriesOf = (directory: FileSystemDirectoryHandle): AsyncIterable<[string, FileSystemHandle]> =>
  directory as unknown as AsyncIterable<[string, FileSystemHandle]>
