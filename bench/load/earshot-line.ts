/** A line to an Earshot room: a member that comes back when its connection is lost. */

import type { LineDescription, OnAudio } from './line.ts'
import { MemberLine } from './member-line.ts'

export interface EarshotSeat {
  origin: string
  room: string
  token: string
  name: string
  muted: boolean
}

export const earshotLine = (where: EarshotSeat): LineDescription => ({ module: import.meta.url, where })

export const openLine = (where: EarshotSeat, onAudio: OnAudio): Promise<MemberLine> =>
  MemberLine.join({ ...where, resume: true, onAudio })
