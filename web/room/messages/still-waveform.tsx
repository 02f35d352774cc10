/** A waveform that cannot be played yet, filled as far as it has come. */

import { useWidth } from '../clips/use-width.ts'
import { waveformPath } from '../clips/waveform-bars.ts'

const HEIGHT_PX = 28

export function StillWaveform({ waveform, share }: { waveform: readonly number[]; share: number }) {
  const { element, widthPx } = useWidth()
  const path = waveformPath(waveform, { widthPx, heightPx: HEIGHT_PX })
  return (
    <div ref={element} class="waveform waveform-still">
      <svg width={widthPx} height={HEIGHT_PX} aria-hidden="true" focusable="false">
        <path d={path} />
        <path class="waveform-played" d={path} style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }} />
      </svg>
    </div>
  )
}
