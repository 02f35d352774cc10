/** Files checked as a whole. */

import { type CheckedClip, ClipCheck } from '../../src/clips/clip-check.ts'

export function check(...pieces: Uint8Array[]): CheckedClip {
  const check = new ClipCheck()
  for (const piece of pieces) check.push(piece)
  return check.end()
}

export function verdict(bytes: Uint8Array): string {
  const checked = check(bytes)
  return checked.ok ? 'a clip' : checked.reason
}
