/**
 * Where the keyboard's focus goes when somebody deletes a clip: to the line that takes its place. The button that was pressed
 * goes with the clip, and the line may come before the question has closed, or after.
 */

let awaited: string | undefined

/** The clip is deleted: its line has the focus as soon as there is one that can. */
export function awaitGone(clip: string): void {
  awaited = clip
}

/** To be called with each of the two: a line has come, the question has closed. Whoever writes by then is left alone. */
export function focusGone(): void {
  const line = awaited === undefined ? null : document.querySelector<HTMLElement>(`[data-gone="${awaited}"]`)
  if (line === null) return
  if (!(document.activeElement instanceof HTMLTextAreaElement)) line.focus()
  if (document.querySelector('dialog:modal')?.contains(line) !== false) awaited = undefined // else it cannot have it yet
}
