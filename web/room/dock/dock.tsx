/**
 * The controls of my voice, in reach of one thumb: my trace and what it means, hold to talk, mute, deafen, my hand, leave;
 * on a phone also the messages. What my role or this device does not do is not here.
 */

import { talk } from '../../app/preferences.ts'
import { isWide } from '../../app/wide.ts'
import { words } from '../../i18n/language.ts'
import { DeafenedIcon, HeadphonesIcon, LeaveIcon, MessagesIcon, MicrophoneIcon, MutedIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { DockButton } from './dock-button.tsx'
import { HandButton } from './hand-button.tsx'
import { HoldToTalk } from './hold-to-talk.tsx'
import { MyVoice } from './my-voice.tsx'

export function Dock() {
  const { visit, live } = useHere()
  const w = words.value
  const me = live.me.value
  const maySpeak = live.standing.maySpeak.value
  const hasMicrophone = visit.desk.microphone.value.is === 'on'
  return (
    <section class="dock" aria-label={w.room.controls}>
      {me.aside ? null : <MyVoice />}
      {maySpeak && talk.value === 'push' && hasMicrophone && !live.messages.isRecording ? <HoldToTalk /> : null}
      <div class="dock-buttons">
        {maySpeak ? <MuteButton /> : null}
        {me.aside ? null : <DeafenButton />}
        <HandButton />
        {isWide.value ? null : <MessagesButton />}
        <DockButton label={w.dock.leave} icon={<LeaveIcon />} danger onPress={() => void visit.leave()} />
      </div>
    </section>
  )
}

function MuteButton() {
  const { live } = useHere()
  const w = words.value.dock
  const { muted } = live.me.value
  return (
    <DockButton
      label={muted ? w.unmute : w.mute}
      icon={muted ? <MutedIcon /> : <MicrophoneIcon />}
      off={muted}
      shortcut="M"
      onPress={() => live.toggleMuted()}
    />
  )
}

function DeafenButton() {
  const { live } = useHere()
  const w = words.value.dock
  const { deafened } = live.me.value
  return (
    <DockButton
      label={deafened ? w.undeafen : w.deafen}
      icon={deafened ? <DeafenedIcon /> : <HeadphonesIcon />}
      off={deafened}
      shortcut="D"
      onPress={() => live.setDeafened(!deafened)}
    />
  )
}

function MessagesButton() {
  const { live, dialogs } = useHere()
  const w = words.value
  const unread = live.unread.count.value
  return (
    <DockButton
      label={w.room.messages}
      icon={<MessagesIcon />}
      badge={unread === 0 ? undefined : { text: unread > 99 ? '99+' : String(unread), says: w.dock.unread(unread) }}
      onPress={() => dialogs.show({ is: 'messages' })}
    />
  )
}
