/**
 * The keys of the room: hold Space to talk, M mute, D deafen, H hand, T type, R record, S how it sounds, ? all keys.
 * A text field keeps every key, a modal keeps every key, and Space stays with a button that was reached by Tab:
 * whoever works by keyboard presses buttons with it.
 */

import { keysOn, talk } from '../app/preferences.ts'
import type { LiveRoom } from './live-room.ts'
import { hasRecording } from './messages/recording-state.ts'
import type { RoomDialogs } from './room-dialogs.ts'

const TEXT_FIELD = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])'
const PRESSED_BY_SPACE = 'button, a[href], summary, input'

export function listenForKeys(live: LiveRoom, dialogs: RoomDialogs): () => void {
  const listening = new AbortController()
  const { signal } = listening
  let reachedByTab = false

  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') reachedByTab = true
    if (!isForTheRoom(event)) return
    if (event.code === 'Space') return pressSpace(event, live, reachedByTab)
    if (!event.repeat) pressLetter(event, live, dialogs)
  }
  const release = (event: KeyboardEvent) => {
    if (event.code !== 'Space' || !live.talking.peek()) return
    event.preventDefault()
    live.setTalking(false)
  }
  /** A key that is let go in another window is never reported here. */
  const letGo = () => live.setTalking(false)

  document.addEventListener('keydown', press, { signal })
  document.addEventListener('keyup', release, { signal })
  document.addEventListener(
    'pointerdown',
    () => {
      reachedByTab = false
    },
    { signal, capture: true },
  )
  window.addEventListener('blur', letGo, { signal })
  document.addEventListener('visibilitychange', letGo, { signal })
  return () => listening.abort()
}

function isForTheRoom(event: KeyboardEvent): boolean {
  if (!keysOn.peek() || event.defaultPrevented || event.isComposing) return false
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  if (document.querySelector('dialog[open]') !== null) return false
  return !(event.target instanceof Element && event.target.matches(TEXT_FIELD))
}

function pressSpace(event: KeyboardEvent, live: LiveRoom, reachedByTab: boolean): void {
  if (talk.peek() !== 'push') return
  const target = event.target
  if (reachedByTab && target instanceof Element && target.matches(PRESSED_BY_SPACE)) return
  event.preventDefault()
  live.setTalking(true)
}

function pressLetter(event: KeyboardEvent, live: LiveRoom, dialogs: RoomDialogs): void {
  const me = live.me.peek()
  const key = event.key.toLowerCase()
  if (key === 'm') live.toggleMuted()
  if (key === 'd' && !me.aside) live.setDeafened(!me.deafened)
  if (key === 'h') live.standing.toggleHand()
  if (key === 's') dialogs.toggleFigures()
  if (key === '?' || key === '？') dialogs.show({ is: 'keys' })
  if (key !== 't' && key !== 'r') return
  event.preventDefault()
  if (key === 't') showMessageField(dialogs)
  else record(live, dialogs)
}

function showMessageField(dialogs: RoomDialogs): void {
  const field = document.querySelector<HTMLElement>('[data-message-field]')
  if (field === null) dialogs.show({ is: 'messages' })
  else field.focus()
}

/** Begins a voice message, or stops and goes on with the one that there is. */
function record({ messages, standing, unread }: LiveRoom, dialogs: RoomDialogs): void {
  if (!standing.maySpeak.peek()) return
  if (!unread.isShown.peek()) dialogs.show({ is: 'messages' })
  if (hasRecording(messages.recording.state.peek())) void messages.recording.toggle()
  else void messages.recording.start(false)
}
