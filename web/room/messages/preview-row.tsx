/** What has not been sent yet, to be listened to: the look of a clip, with a sound of this device. */

import { words } from '../../i18n/language.ts'
import { PauseIcon, PlayIcon } from '../../icons.tsx'
import { Waveform } from '../clips/waveform.tsx'
import { useHere } from '../here.ts'

interface PreviewRowProps {
  id: string
  sound: () => Promise<Blob>
  durationMs: number
  waveform: readonly number[]
  title: string
}

export function PreviewRow({ id, sound, durationMs, waveform, title }: PreviewRowProps) {
  const { preview } = useHere().live.messages
  const w = words.value.messages
  const isOn = preview.isOn(id)
  const state = preview.state.value
  const isLoading = state.is === 'loading' && state.id === id
  return (
    <>
      <div class="clip-row">
        <button
          type="button"
          class="clip-play"
          aria-label={`${isOn ? w.pauseListening : w.listen}: ${title}`}
          aria-busy={isLoading}
          data-loading={isLoading || undefined}
          onClick={() => preview.toggle(id, sound)}
        >
          {isOn ? <PauseIcon /> : <PlayIcon />}
        </button>
        <Waveform
          waveform={waveform}
          durationMs={durationMs}
          positionMs={preview.positionOf(id)}
          label={w.position}
          onSeek={(ms) => void preview.play(id, sound, Math.min(ms, durationMs))}
        />
      </div>
      {state.is === 'failed' && state.id === id ? (
        <p class="field-error" role="alert">
          {w.unplayable}
        </p>
      ) : null}
    </>
  )
}
