/** Of everybody who has been in a room, whom it keeps out, themselves or newcomers from where they are. Pure. */

import type { KnownPerson } from '../../../src/client/index.ts'

type Standing = Pick<KnownPerson, 'removed' | 'networkKeptOutUntilMs'>

/** Until when newcomers from where this person is are kept out; undefined: they are not, or not any more. */
export function networkUntilMs({ networkKeptOutUntilMs }: Standing, nowMs: number): number | undefined {
  return networkKeptOutUntilMs !== null && networkKeptOutUntilMs > nowMs ? networkKeptOutUntilMs : undefined
}

export const whoIsKeptOut = <Person extends Standing>(people: readonly Person[], nowMs: number): Person[] =>
  people.filter((person) => person.removed || networkUntilMs(person, nowMs) !== undefined)
