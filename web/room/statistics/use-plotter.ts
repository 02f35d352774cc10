/** Loads what draws curves: not with the page, but when the first curve is to be drawn. */

import { useEffect, useState } from 'preact/hooks'
import type { LivePlot } from './live-plot.ts'

export type Plotter = typeof LivePlot

/** Undefined while it loads; `failed` where it cannot be had, as after a new version of the page was put up. */
export function usePlotter(): Plotter | 'failed' | undefined {
  const [plotter, setPlotter] = useState<{ is: Plotter | 'failed' }>()
  useEffect(() => {
    import('./live-plot.ts').then(
      (module) => setPlotter({ is: module.LivePlot }),
      () => setPlotter({ is: 'failed' }),
    )
  }, [])
  return plotter?.is
}
