/** The room with the SDK, a script of its own: home needs neither. It is asked for with the first words, not after them. */

import { Part } from './part.ts'

export const roomPart = new Part(() => import('../room/room-page.tsx'))
