/** One plot with its title, as wide as there is room for. Its place is there before what draws it. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isDark } from '../../app/theme.ts'
import { words } from '../../i18n/language.ts'
import type { Curve, LivePlot } from './live-plot.ts'
import type { Plotter } from './use-plotter.ts'

interface PlotProps {
  title: string
  note?: string
  plotter: Plotter | undefined
  least: number
  atS: readonly number[]
  curves: readonly Curve[]
}

export function Plot({ title, note, plotter, least, atS, curves }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const [plot, setPlot] = useState<LivePlot>()
  const w = words.value.sound
  // Another theme has other colours: it is drawn anew.
  const dark = isDark.value
  useEffect(() => {
    if (place.current === null || plotter === undefined) return
    const made = new plotter(place.current, least)
    setPlot(made)
    return () => made.dispose()
  }, [plotter, least])
  useLayoutEffect(() => plot?.show(atS, curves, w.ago), [plot, atS, curves, w, dark])
  return (
    <figure class="plot">
      <figcaption>
        {title} {note === undefined ? null : <span class="faint">{note}</span>}
      </figcaption>
      <div ref={place} class="plot-place" />
    </figure>
  )
}
