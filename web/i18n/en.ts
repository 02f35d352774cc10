/**
 * The words of the page in English. What happened, then what to do, in plain sentences.
 * `Words` is the shape every language has.
 */

import { clips } from './en-clips.ts'
import { doors } from './en-doors.ts'
import { failures } from './en-failures.ts'
import { messages } from './en-messages.ts'
import { pages } from './en-pages.ts'
import { room } from './en-room.ts'
import { sound } from './en-sound.ts'

export const en = { ...pages, ...room, ...clips, ...messages, ...doors, ...sound, failures }

export type Words = typeof en
