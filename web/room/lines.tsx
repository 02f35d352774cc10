/**
 * Calm lines above the stage: what is the matter at the moment, and what to do, if anything. Nothing here is modal,
 * nothing covers the room, and each goes by itself when its reason does.
 */

import { isOnline } from '../app/online.ts'
import { nameList, words } from '../i18n/language.ts'
import {
  DeafenedIcon,
  MutedIcon,
  OfflineIcon,
  ReconnectIcon,
  SpeakerOffIcon,
  WaitingIcon,
  WarningIcon,
} from '../icons.tsx'
import { wholeSeconds } from './clips/durations.ts'
import { NowPlaying } from './clips/now-playing.tsx'
import { ChangedDeviceLine, InterruptionLine, OfferLine } from './device-lines.tsx'
import { useHere } from './here.ts'
import { Line } from './line.tsx'
import { RoleLine } from './role-line.tsx'
import { FaultLine } from './statistics/fault-line.tsx'
import { LagLine } from './statistics/lag-line.tsx'

export function Lines() {
  return (
    <div class="lines">
      <SoundLine />
      <InterruptionLine />
      <ConnectionLine />
      <RoleLine />
      <MicrophoneLine />
      <ChangedDeviceLine />
      <OfferLine />
      <MyselfLine />
      <UnheardLine />
      <UnkeptLine />
      <LostLine />
      <NowPlaying />
      <LagLine />
      <OthersLine />
    </div>
  )
}

function SoundLine() {
  const { desk } = useHere().visit
  const w = words.value.lines
  if (desk.running.value || desk.interruption.value.sound) return null
  return (
    <button type="button" class="line line-button" onClick={() => void desk.unlock()}>
      <SpeakerOffIcon />
      <span>
        <strong>{w.tapToHear}</strong> {w.tapToHearText}
      </span>
    </button>
  )
}

function ConnectionLine() {
  const { live } = useHere()
  const w = words.value.lines
  if (live.state.value !== 'reconnecting') return null
  if (isOnline.value) return <Line icon={<ReconnectIcon />} title={w.reconnecting} text={w.reconnectingText} />
  return <Line icon={<OfflineIcon />} title={w.offline} text={w.offlineText} />
}

function MicrophoneLine() {
  const { visit, live, dialogs } = useHere()
  const { desk } = visit
  const w = words.value
  const microphone = desk.microphone.value
  const choose = (
    <button type="button" class="button button-small" onClick={() => dialogs.show({ is: 'settings' })}>
      {w.lines.chooseMicrophone}
    </button>
  )
  const isInterrupted = desk.interruption.value.microphone || desk.interruption.value.sound
  if (!live.standing.maySpeak.value || isInterrupted) return null
  if (microphone.is === 'failed') {
    const { title, text } = w.failures[microphone.code]
    return (
      <Line icon={<WarningIcon />} title={w.sentence(title)} text={text}>
        <button type="button" class="button button-small" onClick={() => void desk.openMicrophone()}>
          {w.actions.tryAgain}
        </button>
        {choose}
      </Line>
    )
  }
  if (microphone.is === 'on' && desk.faults.now.value !== undefined) return <FaultLine choose={choose} />
  if (microphone.is !== 'on' || !desk.nothingHeard.value) return null
  return (
    <Line icon={<WarningIcon />} title={w.devices.nothingHeard} text="">
      {choose}
    </Line>
  )
}

function MyselfLine() {
  const { live } = useHere()
  const w = words.value
  const me = live.me.value
  const isListener = me.role === 'listener'
  if (me.aside) return null
  if (me.silenced) return <Line icon={<MutedIcon />} title={w.lines.silenced} text={w.lines.silencedText} />
  if (me.deafened) {
    return (
      <Line
        icon={<DeafenedIcon />}
        title={w.lines.deafened}
        text={isListener ? w.lines.deafenedListenerText : w.lines.deafenedText}
      />
    )
  }
  if (!live.mutedRemark.isShown.value) return null
  return <Line icon={<MutedIcon />} title={w.lines.talkingWhileMuted} text="" urgent />
}

/** The places are all taken: as many others speak as the room lets be heard at a time. */
function UnheardLine() {
  const { live } = useHere()
  const w = words.value.lines
  if (live.reach.heard.value) return null
  return <Line icon={<WaitingIcon />} title={w.notHeard} text={w.notHeardText(live.room.maxSpeakers)} />
}

/** What I said does not reach the store: it waits here, and nothing of it is lost. */
function UnkeptLine() {
  const { live } = useHere()
  const w = words.value.keeping
  const { keeping } = live
  if (!keeping.isWaiting.value) return null
  const seconds = wholeSeconds(keeping.unkeptMs.value)
  const isConnected = live.state.value === 'connected'
  return <Line icon={<WaitingIcon />} title="" text={isConnected ? w.unkeptSlow(seconds) : w.unkept(seconds)} />
}

/** Something that I said will not be kept after all: said until it has been read. */
function LostLine() {
  const { keeping } = useHere().live
  const w = words.value
  const why = keeping.lost.value
  if (why === undefined) return null
  const [title, text] =
    why === 'full' ? [w.keeping.lostFull, w.keeping.lostFullText] : [w.keeping.lostRefused, w.keeping.lostRefusedText]
  const close = () => {
    keeping.lost.value = undefined
  }
  return (
    <Line icon={<WarningIcon />} title={title} text={text}>
      <button type="button" class="button button-small" onClick={close}>
        {w.actions.close}
      </button>
    </Line>
  )
}

function OthersLine() {
  const { live } = useHere()
  const w = words.value.lines
  const others = live.others.value
  if (live.state.value === 'reconnecting' || live.me.value.aside || others.length === 0) return null
  const away = others.filter((other) => other.reconnecting).map((other) => other.name)
  if (away.length > 0) return <Line icon={<ReconnectIcon />} title="" text={w.away(nameList(away))} />
  if (live.company.audience.value === 0 && live.standing.maySpeak.value && others.every((other) => other.deafened)) {
    return <Line icon={<DeafenedIcon />} title={w.allDeafened} text={w.allDeafenedText} />
  }
  return null
}
