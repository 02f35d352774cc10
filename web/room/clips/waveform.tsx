/**
 * A clip as its waveform: the played part filled, and a slider over it for pointer, arrow keys and screen reader. A pointer
 * moves the place when it is let go: whoever draws over the end has not ended the clip.
 */

import { useState } from 'preact/hooks'
import { words } from '../../i18n/language.ts'
import { clockOf, spokenOf } from './durations.ts'
import { keyedPosition, pointedPosition } from './scrubbing.ts'
import { useWidth } from './use-width.ts'
import { waveformPath } from './waveform-bars.ts'

const HEIGHT_PX = 36

interface WaveformProps {
  waveform: readonly number[]
  durationMs: number
  positionMs: number
  label: string
  onSeek: (ms: number) => void
}

export function Waveform({ waveform, durationMs, positionMs, label, onSeek }: WaveformProps) {
  const { element, widthPx } = useWidth()
  const [pointedMs, setPointedMs] = useState<number>()
  const shownMs = pointedMs ?? positionMs
  const w = words.value.clip
  const path = waveformPath(waveform, { widthPx, heightPx: HEIGHT_PX })
  const share = durationMs === 0 ? 0 : Math.min(1, shownMs / durationMs)
  const pointAt = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect()
    setPointedMs(pointedPosition(event.clientX - left, width, durationMs))
  }
  const press = (event: KeyboardEvent) => {
    const toMs = keyedPosition(event.key, positionMs, durationMs)
    if (toMs === undefined) return
    event.preventDefault()
    onSeek(toMs)
  }
  return (
    <div
      ref={element}
      class="waveform"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(Math.min(shownMs, durationMs) / 1000)}
      aria-valuetext={w.at(spokenOf(shownMs, w), spokenOf(durationMs, w))}
      title={w.at(clockOf(shownMs), clockOf(durationMs))}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        pointAt(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && pointAt(event)}
      onPointerUp={() => {
        if (pointedMs !== undefined) onSeek(pointedMs)
        setPointedMs(undefined)
      }}
      onPointerCancel={() => setPointedMs(undefined)}
    >
      <svg width={widthPx} height={HEIGHT_PX} aria-hidden="true" focusable="false">
        <path d={path} />
        <path class="waveform-played" d={path} style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }} />
      </svg>
    </div>
  )
}
