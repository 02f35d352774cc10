/**
 * A load on a relay. Written `200x4`: two hundred members, of whom four speak. All of them listen, those who speak too, so
 * that each packet has 199 listeners.
 */

export interface Load {
  members: number
  speakers: number
}

/** The bench was asked for something that there is not; the message says what there is. */
export class UsageError extends Error {}

export function readLoad(text: string): Load {
  const [, members, speakers] = /^(\d+)x(\d+)$/.exec(text)?.map(Number) ?? []
  if (members === undefined || speakers === undefined || speakers < 1 || speakers > members || members < 2) {
    throw new UsageError(`"${text}" is no load: write members x speakers, for example 10x2.`)
  }
  return { members, speakers }
}

/** How the bench names it, in its output and on its pages. */
export const nameOf = ({ members, speakers }: Load): string =>
  `${members.toLocaleString('en-GB')} members, ${speakers} speak`
