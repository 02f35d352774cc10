/** Lengths of sound: as figures for the eye, `1:05`, and in words for the ear, "1 minute 5 seconds". Pure. */

import type { Words } from '../../i18n/en.ts'

/** Rounded down, as a clock shows it: `0:00` while the first second is not over. */
export function clockOf(ms: number): string {
  const { hours, minutes, seconds } = partsOf(ms)
  const tail = String(seconds).padStart(2, '0')
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`
}

export function spokenOf(ms: number, w: Words['clip']): string {
  const { hours, minutes, seconds } = partsOf(ms)
  const parts = []
  if (hours > 0) parts.push(w.hours(hours))
  if (minutes > 0) parts.push(w.minutes(minutes))
  if (seconds > 0 || parts.length === 0) parts.push(w.seconds(seconds))
  return parts.join(' ')
}

/** What is left to wait for or was said: a begun second counts. */
export const wholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000))

function partsOf(ms: number) {
  const all = Math.floor(Math.max(0, ms) / 1000)
  return { hours: Math.floor(all / 3600), minutes: Math.floor(all / 60) % 60, seconds: all % 60 }
}
