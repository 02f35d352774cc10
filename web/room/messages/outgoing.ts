/** Messages on their way as the timeline shows them: as they are now, until the log has them. Pure. */

import type { EarshotErrorCode, Entry, Excess, OutgoingMessage } from '../../../src/client/index.ts'

export interface WhyNot {
  code: EarshotErrorCode
  retryAfterMs: number | undefined
  excess: Excess | undefined
}

export interface OutgoingView {
  id: string
  state: OutgoingMessage['state']
  /** 0…1 of what its state does. */
  progress: number
  failed: WhyNot | undefined
  /** This device has no room for it: with the page it would be gone. */
  keepOpen: boolean
  clip: string | undefined
  durationMs: number
  waveform: readonly number[]
  /** What it is made of, where that is a file. */
  fileName: string | undefined
}

export type Shown = Pick<
  OutgoingMessage,
  'id' | 'state' | 'progress' | 'error' | 'warnings' | 'clip' | 'durationMs' | 'waveform' | 'fileName'
>

/** As it is at this moment: the SDK's own object goes on changing. */
export function viewOf(message: Shown): OutgoingView {
  const { id, state, progress, error, clip, durationMs, waveform, fileName } = message
  const why = error && { code: error.code, retryAfterMs: error.retryAfterMs, excess: error.excess }
  const failed = state === 'failed' ? why : undefined
  const keepOpen = message.warnings.has('storage-low')
  return { id, state, progress, failed, keepOpen, clip, durationMs, waveform, fileName }
}

/** Clips that the log has, or has had: one that is deleted or burnt keeps its id, and is not on its way again. */
export const clipsIn = (entries: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    entries.flatMap((entry) => (entry.kind === 'clip' ? [entry.id] : entry.kind === 'forgotten' ? entry.clips : [])),
  )

/** `shown`: clips that the log has. One that was sent stays until it is among them, so that it never blinks. */
export const stillUnderWay = (messages: readonly OutgoingView[], shown: ReadonlySet<string>): OutgoingView[] =>
  messages.filter(({ clip }) => clip === undefined || !shown.has(clip))

/** Whole per cent, and 100 only when it is done: a line that waits at its end is not over. */
export const percentOf = (progress: number): number => Math.min(99, Math.max(0, Math.floor(progress * 100)))

export type Progressed = Pick<OutgoingView, 'id' | 'state' | 'progress'>
type Staying = Pick<OutgoingView, 'id' | 'keepOpen'>

/** Whether all that is new between two looks is how far the same messages have come. */
export function onlyProgressed(before: readonly Progressed[], now: readonly Progressed[]): boolean {
  const keyOf = (messages: readonly Progressed[]) => messages.map(({ id, state }) => `${id} ${state}`).join()
  return keyOf(before) === keyOf(now) && now.some(({ progress }, index) => progress !== before[index]?.progress)
}

/** Whether one that was on its way before has been sent since. */
export function hasArrived(before: readonly Progressed[], now: readonly Progressed[]): boolean {
  const wereUnderWay = new Set(before.filter(({ state }) => state !== 'sent').map(({ id }) => id))
  return now.some(({ id, state }) => state === 'sent' && wereUnderWay.has(id))
}

/** Whether the page has to stay for one for which it did not have to before. */
export function hasToStay(before: readonly Staying[], now: readonly Staying[]): boolean {
  const stayed = new Set(before.filter(({ keepOpen }) => keepOpen).map(({ id }) => id))
  return now.some(({ id, keepOpen }) => keepOpen && !stayed.has(id))
}

/** What is wrong is wrong with the file, which stays as it is, or is not there. */
const OF_THE_FILE: readonly EarshotErrorCode[] = [
  'file-empty',
  'file-not-audio',
  'film-no-sound',
  'file-no-sound',
  'file-gone',
  'file-lost',
  'file-too-large',
  'file-too-long',
]

export const canBeTriedAgain = ({ failed }: Pick<OutgoingView, 'failed'>): boolean =>
  failed === undefined || !OF_THE_FILE.includes(failed.code)
