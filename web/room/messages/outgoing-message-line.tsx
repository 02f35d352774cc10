/** A voice message of mine that the log does not have yet: being converted, sent, waiting for the line, or failed. */

import { useEffect, useRef } from 'preact/hooks'
import { wordsOf } from '../../app/failure.tsx'
import { words } from '../../i18n/language.ts'
import { CloseIcon, SendIcon, SoundFileIcon, WaitingIcon, WarningIcon } from '../../icons.tsx'
import { clockOf, spokenOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'
import { endingOf, sizeOf } from './files.ts'
import { canBeTriedAgain, type OutgoingView, percentOf, type WhyNot } from './outgoing.ts'
import { StillWaveform } from './still-waveform.tsx'

/** Of a file that is still being read nothing is known yet: a row of dots. */
const UNKNOWN_WAVEFORM = Array.from({ length: 30 }, () => 0)

export function OutgoingMessageLine({ message }: { message: OutgoingView }) {
  const { live } = useHere()
  const w = words.value
  const { state, waveform, fileName } = message
  return (
    <li class="message message-first message-outgoing clip" aria-label={w.messages.mine(calledOf(message))}>
      <p class="message-head">
        <bdi class="message-name">{live.me.value.name}</bdi>
        {state === 'failed' ? null : (
          <span class="outgoing-state figures">
            <StateIcon state={state} />
            <span>{stateOf(message)}</span>
          </span>
        )}
      </p>
      {fileName === undefined || state === 'failed' ? null : (
        <p class="clip-note faint outgoing-file">
          <bdi>{fileName}</bdi>
        </p>
      )}
      {state === 'failed' && waveform.length === 0 ? null : <Sound message={message} />}
      {message.keepOpen ? (
        <p class="outgoing-warning">
          <WarningIcon />
          <span>{w.messages.outgoing.keepOpen}</span>
        </p>
      ) : null}
      {state === 'failed' ? <Failed message={message} /> : null}
    </li>
  )
}

/** What it sounds like, as far as that is known, and the way to take it back. */
function Sound({ message }: { message: OutgoingView }) {
  const { live } = useHere()
  const w = words.value
  const { id, state, durationMs, waveform, progress } = message
  return (
    <div class="clip-row">
      <StillWaveform
        waveform={waveform.length === 0 ? UNKNOWN_WAVEFORM : waveform}
        share={state === 'sent' ? 1 : state === 'sending' || state === 'converting' ? progress : 0}
      />
      {durationMs === 0 ? null : <span class="figures faint outgoing-length">{clockOf(durationMs)}</span>}
      {state === 'sent' || state === 'failed' ? null : (
        <button
          type="button"
          class="icon-button"
          aria-label={`${w.messages.cancel}: ${w.messages.mine(calledOf(message))}`}
          onClick={() => void live.messages.find(id)?.cancel()}
        >
          <CloseIcon />
        </button>
      )}
    </div>
  )
}

function Failed({ message }: { message: OutgoingView }) {
  const { messages } = useHere().live
  const w = words.value
  const alert = useRef<HTMLDivElement>(null)
  useEffect(() => alert.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={alert} class="message-failed" role="alert">
      <p>
        <strong>{w.messages.outgoing.failed}</strong>{' '}
        {message.fileName === undefined ? null : w.messages.ofFile(message.fileName)}
        {reasonOf(message)}
      </p>
      {canBeTriedAgain(message) ? (
        <button type="button" class="button button-small" onClick={() => messages.find(message.id)?.retry()}>
          {w.actions.tryAgain}
        </button>
      ) : null}
      <button
        type="button"
        class="button button-small button-quiet"
        onClick={() => void messages.find(message.id)?.cancel()}
      >
        {w.timeline.discard}
      </button>
    </div>
  )
}

/** Of several files that are read at the same time none has a length yet. */
const calledOf = ({ fileName, durationMs }: OutgoingView): string => fileName ?? clockOf(durationMs)

const UNREACHABLE: WhyNot = { code: 'unreachable', retryAfterMs: undefined, excess: undefined }

function reasonOf({ failed = UNREACHABLE, fileName = '' }: OutgoingView): string {
  const { messages, clip, sentence } = words.value
  if (failed.excess === undefined) {
    const { title, text } = wordsOf(failed)
    const ending = endingOf(fileName)
    const what = failed.code === 'file-not-audio' && ending !== '' ? messages.notAudioNamed(ending) : title
    return `${sentence(what)} ${text}`
  }
  const { is, most } = failed.excess
  return failed.code === 'file-too-long'
    ? messages.tooLong(spokenOf(is, clip), spokenOf(most, clip))
    : messages.tooLarge(sizeOf(is), sizeOf(most))
}

function StateIcon({ state }: { state: OutgoingView['state'] }) {
  if (state === 'converting') return <SoundFileIcon />
  return state === 'waiting' ? <WaitingIcon /> : <SendIcon />
}

function stateOf({ state, progress }: OutgoingView): string {
  const w = words.value.messages.outgoing
  if (state === 'converting' || state === 'sending') return w[state](percentOf(progress))
  return w[state]
}
