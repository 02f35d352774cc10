/**
 * What a person has answered, room by room, when asked whether what they say may be kept; remembered in this browser.
 * A yes holds for as many days as were asked for, not for longer. Pure but for the memory.
 */

import { remembered } from '../../app/preferences.ts'

/** null: until somebody deletes them. */
export type Days = number | null

export interface KeepAnswer {
  room: string
  keep: boolean
  /** How long clips were to be kept when it was given. */
  days: Days
}

/** Past this many the oldest are forgotten, and one is asked again. */
const MOST_REMEMBERED = 200

const isAnswer = (value: unknown): boolean => {
  const { room, keep, days } = (value ?? {}) as Record<string, unknown>
  return typeof room === 'string' && typeof keep === 'boolean' && (days === null || typeof days === 'number')
}

const answers = remembered<KeepAnswer[]>('keep-answers', [], (value) => Array.isArray(value) && value.every(isAnswer))

export const answerFor = (room: string): KeepAnswer | undefined => answers.value.find((known) => known.room === room)

export function rememberAnswer(answer: KeepAnswer): void {
  const others = answers.peek().filter(({ room }) => room !== answer.room)
  answers.value = [...others, answer].slice(-MOST_REMEMBERED)
}

/** Whether an answer still stands in a room that keeps clips for `days`. A no always does. */
export function stands(answer: KeepAnswer | undefined, days: Days): boolean {
  if (answer === undefined) return false
  return !answer.keep || (answer.days ?? Number.POSITIVE_INFINITY) >= (days ?? Number.POSITIVE_INFINITY)
}
