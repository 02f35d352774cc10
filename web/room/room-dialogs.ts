/** Which dialog of the room is open: one at a time; and whether the figures of how it sounds are, which leave the room usable. */

import { signal } from '@preact/signals'
import type { Invite, NewInvite, Participant } from '../../src/client/index.ts'
import type { PlayableEntry } from './clips/next-to-play.ts'

export type OpenDialog =
  | { is: 'none' }
  | { is: 'settings' }
  | { is: 'keys' }
  | { is: 'rename' }
  | { is: 'messages' }
  | { is: 'everybody' }
  | { is: 'keeping' }
  | { is: 'delete-clip' | 'forward'; entry: PlayableEntry; back: OpenDialog }
  | { is: 'remove'; person: Participant }
  | { is: 'invites'; made?: NewInvite }
  | { is: 'new-invite' }
  | { is: 'revoke-invite'; invite: Invite; isUsual: boolean }
  | { is: 'kept-out' }
  | { is: 'end' }
  | { is: 'delete-room' }

export class RoomDialogs {
  readonly open = signal<OpenDialog>({ is: 'none' })

  readonly figuresShown = signal(false)

  readonly show = (dialog: OpenDialog): void => {
    this.open.value = dialog
  }

  readonly close = (): void => {
    this.open.value = { is: 'none' }
  }

  readonly toggleFigures = (): void => {
    this.figuresShown.value = !this.figuresShown.peek()
  }
}
