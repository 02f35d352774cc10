/**
 * The controls of my voice, in reach of one thumb: my trace and what it means, hold to talk, mute, deafen, leave;
 * on a phone also the messages.
 */

import { talk } from '../../app/preferences.ts'
import { isWide } from '../../app/wide.ts'
import { words } from '../../i18n/language.ts'
import { DeafenedIcon, HeadphonesIcon, LeaveIcon, MessagesIcon, MicrophoneIcon, MutedIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { DockButton } from './dock-button.tsx'
import { HoldToTalk } from './hold-to-talk.tsx'
import { MyVoice } from './my-voice.tsx'

export function Dock() {
  const { visit, live } = useHere()
  const w = words.value
  const me = live.me.value
  const hasMicrophone = visit.desk.microphone.value.is === 'on'
  return (
    <section class="dock" aria-label={w.room.controls}>
      <MyVoice />
      {talk.value === 'push' && hasMicrophone ? <HoldToTalk /> : null}
      <div class="dock-buttons">
        <DockButton
          label={me.muted ? w.dock.unmute : w.dock.mute}
          icon={me.muted ? <MutedIcon /> : <MicrophoneIcon />}
          off={me.muted}
          shortcut="M"
          onPress={() => live.toggleMuted()}
        />
        <DockButton
          label={me.deafened ? w.dock.undeafen : w.dock.deafen}
          icon={me.deafened ? <DeafenedIcon /> : <HeadphonesIcon />}
          off={me.deafened}
          shortcut="D"
          onPress={() => live.setDeafened(!me.deafened)}
        />
        {isWide.value ? null : <MessagesButton />}
        <DockButton label={w.dock.leave} icon={<LeaveIcon />} danger onPress={() => void visit.leave()} />
      </div>
    </section>
  )
}

function MessagesButton() {
  const { live, dialogs } = useHere()
  const w = words.value
  const unread = live.unread.value
  return (
    <DockButton
      label={w.room.messages}
      icon={<MessagesIcon />}
      badge={unread === 0 ? undefined : { text: unread > 99 ? '99+' : String(unread), says: w.dock.unread(unread) }}
      onPress={() => dialogs.show({ is: 'messages' })}
    />
  )
}
