/**
 * "Does my microphone work?" at the door: the trace of my voice, and for each way it can fail what to do about it.
 */

import type { Words } from '../i18n/en.ts'
import { words } from '../i18n/language.ts'
import { MicrophoneIcon, WarningIcon } from '../icons.tsx'
import type { Desk } from './desk.ts'
import { VoiceTrace } from './voice-trace.tsx'

export function MicrophoneCheck({ desk }: { desk: Desk }) {
  const w = words.value
  const sound = desk.state.value
  const microphone = desk.microphone.value
  if (sound.is === 'failed') return <Advice {...w.failures[sound.code]} />
  if (sound.is === 'loading') return <p class="check-wait faint">{w.devices.loading}</p>
  const { interruption } = w
  if (desk.interruption.value.microphone) {
    const [title, text] = desk.stillInterrupted.value
      ? [interruption.still, interruption.stillText]
      : [interruption.microphone, w.failures['microphone-busy'].text]
    return <Advice title={title} text={text} onRetry={() => void desk.recover()} />
  }
  if (microphone.is === 'on') return <Heard desk={desk} />
  if (microphone.is === 'failed') {
    return <Advice {...w.failures[microphone.code]} onRetry={() => void desk.openMicrophone()} />
  }
  if (microphone.is === 'asking') return <p class="check-wait">{w.devices.asking}</p>
  const turnOn = async () => {
    await desk.unlock()
    await desk.openMicrophone()
  }
  return (
    <div class="check-off">
      <button type="button" class="button" onClick={() => void turnOn()}>
        <MicrophoneIcon />
        {w.devices.turnOn}
      </button>
      <p class="faint">{w.devices.turnOnHint}</p>
    </div>
  )
}

function Heard({ desk }: { desk: Desk }) {
  const w = words.value.devices
  const line = lineOf(desk, w)
  return (
    <div class="check-on">
      <VoiceTrace desk={desk} isSent={() => true} label={w.meter} />
      <p class={desk.nothingHeard.value ? 'check-line warning' : 'check-line faint'}>{line}</p>
    </div>
  )
}

function lineOf(desk: Desk, w: Words['devices']): string {
  if (!desk.running.value) return w.wakeUp
  if (desk.nothingHeard.value) return w.nothingHeard
  return desk.heardSomething.value ? w.works : w.saySomething
}

interface AdviceProps {
  title: string
  text: string
  onRetry?: () => void
}

/** What happened, what to do, and the button to try it. */
export function Advice({ title, text, onRetry }: AdviceProps) {
  return (
    <div class="advice" role="alert">
      <WarningIcon />
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
      {onRetry === undefined ? null : (
        <button type="button" class="button button-small" onClick={onRetry}>
          {words.value.actions.tryAgain}
        </button>
      )}
    </div>
  )
}
