/**
 * My own microphone, where I look when I wonder "can they hear me?": the trace of my voice, coloured where it is sent,
 * and one line that says it in words.
 */

import { talk } from '../../app/preferences.ts'
import { VoiceTrace } from '../../devices/voice-trace.tsx'
import type { Words } from '../../i18n/en.ts'
import { words } from '../../i18n/language.ts'
import { EarIcon, HandIcon, MicrophoneIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import type { LiveRoom } from '../live-room.ts'

export function MyVoice() {
  const { visit, live } = useHere()
  const w = words.value
  const { desk } = visit
  const microphone = desk.microphone.value
  if (live.me.value.role === 'listener') return <Listening />
  if (microphone.is !== 'on') {
    return (
      <div class="my-voice">
        <p class="my-voice-line">{w.dock.noMicrophone}</p>
        <button
          type="button"
          class="button button-small"
          aria-disabled={microphone.is === 'asking'}
          onClick={() => void live.turnOnMicrophone()}
        >
          <MicrophoneIcon />
          {w.devices.turnOn}
        </button>
      </div>
    )
  }
  const connected = live.state.value === 'connected'
  const isInterrupted = desk.interruption.value.microphone || desk.interruption.value.sound
  const passedOn = connected && live.reach.heard.value && !live.messages.isRecording && !isInterrupted
  const heard = passedOn && live.ownVoiceHeard.value && isListenedTo(live)
  return (
    <div class="my-voice" data-heard={heard || undefined}>
      <VoiceTrace desk={desk} isSent={() => passedOn && live.levels.ownLoudness > 0} label={w.devices.meter} />
      <p class="my-voice-line">{lineOf(live, w, heard)}</p>
    </div>
  )
}

/** In place of the microphone: why there is none, and what to do about it. */
function Listening() {
  const { live } = useHere()
  const w = words.value
  const isHandUp = live.standing.isHandUp.value
  const reconnecting = live.state.value === 'reconnecting'
  return (
    <div class="my-voice my-voice-none">
      {isHandUp ? <HandIcon /> : <EarIcon />}
      <p class="my-voice-line">{reconnecting ? w.lines.reconnecting : isHandUp ? w.hand.waiting : w.hand.listening}</p>
    </div>
  )
}

const isListenedTo = (live: LiveRoom): boolean =>
  live.company.audience.value > 0 || live.others.value.some((other) => !other.deafened)

/** The first reason why nobody hears me, or that they do. */
function lineOf(live: LiveRoom, w: Words, heard: boolean): string {
  const me = live.me.value
  if (live.messages.isRecording) return w.messages.deafDock
  const { microphone, sound } = live.desk.interruption.value
  if (live.state.value === 'reconnecting') return w.dock.notNow
  if (microphone || sound) return w.interruption.dock
  if (me.silenced) return w.dock.silenced
  if (me.deafened) return w.dock.deafened
  if (me.muted) return w.dock.muted
  if (live.others.value.length === 0) return w.dock.alone
  if (!live.reach.heard.value) return w.dock.notHeard
  if (!isListenedTo(live)) return w.lines.allDeafenedText
  if (heard) return w.dock.heard
  return talk.value === 'push' ? w.dock.holdFirst : w.dock.ready
}
