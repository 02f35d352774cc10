/** A load on a relay: how many members, how many of them speak, for how long. Written `10x2`: ten members, two speak. */

export interface Load {
  name: string
  members: number
  speakers: number
}

export function readLoad(name: string): Load {
  const [, members, speakers] = /^(\d+)x(\d+)$/.exec(name)?.map(Number) ?? []
  if (members === undefined || speakers === undefined || speakers < 1 || speakers > members) {
    throw new Error(`"${name}" is no load: write members x speakers, for example 10x2.`)
  }
  return { name, members, speakers }
}
