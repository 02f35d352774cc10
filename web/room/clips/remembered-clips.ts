/**
 * What this browser remembers of clips: where I stopped in one, which I have listened to, and which were messages or to burn.
 * Nothing of it leaves here.
 */

import { remembered } from '../../app/preferences.ts'

/** Past these many the oldest are forgotten: a record in storage must not grow without end. A line takes some 30 bytes. */
const MOST_POSITIONS = 200
const MOST_HEARD = 1_000
/** Nearer to its begin or end than this, one has not begun, or is done. */
const EDGE_MS = 1_000

type Position = [clip: string, ms: number]

const isPosition = (value: unknown) =>
  Array.isArray(value) && typeof value[0] === 'string' && Number.isFinite(value[1]) && value[1] >= 0

const positions = remembered<Position[]>(
  'clip-positions',
  [],
  (value) => Array.isArray(value) && value.every(isPosition),
)
const areClips = (value: unknown) => Array.isArray(value) && value.every((clip) => typeof clip === 'string')
const heard = remembered<string[]>('clips-heard', [], areClips)
const burning = remembered<string[]>('clips-burning', [], areClips)
const messages = remembered<string[]>('clips-messages', [], areClips)

/** Where to go on; 0: from the start. */
export const rememberedPosition = (clip: string): number => positions.value.find(([known]) => known === clip)?.[1] ?? 0

export function rememberPosition(clip: string, ms: number, durationMs: number): void {
  const others = positions.peek().filter(([known]) => known !== clip)
  const isUnderWay = ms >= EDGE_MS && ms <= durationMs - EDGE_MS
  if (!isUnderWay && others.length === positions.peek().length) return
  positions.value = isUnderWay ? [...others, [clip, Math.round(ms)] as Position].slice(-MOST_POSITIONS) : others
}

export const hasHeard = (clip: string): boolean => heard.value.includes(clip)

export function rememberHeard(clip: string): void {
  if (heard.peek().includes(clip)) return
  heard.value = [...heard.peek(), clip].slice(-MOST_HEARD)
}

/** It was to burn when this browser last saw it. Of what is gone the log does not tell why. */
export const wasToBurn = (clip: string): boolean => burning.value.includes(clip)

export function rememberBurning(clips: readonly string[]): void {
  const unknown = clips.filter((clip) => !burning.peek().includes(clip))
  if (unknown.length > 0) burning.value = [...burning.peek(), ...unknown].slice(-MOST_POSITIONS)
}

/** It was a message when this browser last saw it, as against talk: of what is gone the log does not tell that either. */
export const wasMessage = (clip: string): boolean => messages.value.includes(clip)

export function rememberMessages(clips: readonly string[]): void {
  const known = new Set(messages.peek())
  const unknown = clips.slice(-MOST_HEARD).filter((clip) => !known.has(clip))
  if (unknown.length > 0) messages.value = [...messages.peek(), ...unknown].slice(-MOST_HEARD)
}
