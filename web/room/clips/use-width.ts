/** How wide the place of a waveform is, also after the window has turned. */

import { useLayoutEffect, useRef, useState } from 'preact/hooks'

export function useWidth() {
  const element = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const place = element.current
    if (place === null) return
    const resized = new ResizeObserver(() => setWidthPx(place.clientWidth))
    setWidthPx(place.clientWidth)
    resized.observe(place)
    return () => resized.disconnect()
  }, [])
  return { element, widthPx }
}
