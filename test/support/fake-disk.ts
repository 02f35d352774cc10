/** A browser's file system of one site (OPFS) and its Web Locks, as far as the page reads them: for tests without a browser. */

import { vi } from 'vitest'

/** Path to content; every folder on the way is there. */
export type FakeFiles = Record<string, Uint8Array<ArrayBuffer>>

/** Until `vi.unstubAllGlobals()`. `held`: names of locks that somebody has. */
export function stubDisk(files: FakeFiles, held: readonly string[] = []): void {
  const locks = { query: async () => ({ held: held.map((name) => ({ name })) }) }
  vi.stubGlobal('navigator', { locks, storage: { getDirectory: async () => folder(files, '') } })
}

function folder(files: FakeFiles, path: string) {
  const below = Object.keys(files).filter((name) => name.startsWith(path))
  const names = [...new Set(below.map((name) => name.slice(path.length).split('/')[0] ?? ''))]
  return {
    async *keys() {
      yield* names
    },
    getDirectoryHandle: async (name: string) => folder(files, existing(names, name, `${path}${name}/`)),
    getFileHandle: async (name: string) => {
      const bytes = files[existing(names, name, path + name)]
      return { getFile: async () => new Blob(bytes === undefined ? [] : [bytes]) }
    },
  }
}

function existing(names: readonly string[], name: string, path: string): string {
  if (!names.includes(name)) throw new DOMException('There is none.', 'NotFoundError')
  return path
}
