/**
 * The words of the page in 简体中文, the same shape as the English.
 * Full-width punctuation; no spaces between Chinese and Latin, but around a name; 你, never 您.
 */

import type { Words } from './en.ts'
import { clips } from './zh-clips.ts'
import { doors } from './zh-doors.ts'
import { failures } from './zh-failures.ts'
import { messages } from './zh-messages.ts'
import { pages } from './zh-pages.ts'
import { room } from './zh-room.ts'
import { sound } from './zh-sound.ts'

export const zh: Words = { ...pages, ...room, ...clips, ...messages, ...doors, ...sound, failures }
