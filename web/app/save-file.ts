/** What the page itself holds, saved as a file of the person's. */

/** Browsers read what is saved after the click, some of them a while after. */
const SAVED_WITHIN_MS = 60_000

export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN_MS)
}

/** A moment as a part of a name, in UTC: without colons, which not every file system takes. */
export const stampOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-')
