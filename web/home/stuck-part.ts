/** What is seldom needed, and loaded then: the messages that cannot be sent. */

import { Part } from '../app/part.ts'

export const stuckPart = new Part(() => import('./stuck-rooms.tsx'))
