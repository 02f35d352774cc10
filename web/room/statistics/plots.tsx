/**
 * The curves of the last two minutes. What draws them is loaded when they are first wanted, and for eyes alone: the tables
 * beside them say the same in words.
 */

import { words } from '../../i18n/language.ts'
import type { Curves, Voice } from './curves.ts'
import { Plot } from './plot.tsx'
import type { NameOf } from './use-names.ts'
import { usePlotter } from './use-plotter.ts'

interface PlotsProps {
  curves: Curves
  nameOf: NameOf
}

/** As high as an axis is at least, so that what is small looks small. */
const LEAST = { rttMs: 50, delayMs: 100, percent: 5 }

export function Plots({ curves, nameOf }: PlotsProps) {
  const w = words.value.sound
  const LivePlot = usePlotter()
  if (LivePlot === 'failed') return <p class="figures-note">{w.plotsFailed}</p>
  const { atS, rttMs, voices } = curves
  const ofVoices = (values: (voice: Voice) => Voice['delayMs'], isDashed = false) =>
    voices.map((voice, ink) => ({ values: values(voice), ink, isDashed }))
  return (
    <section class="figures-part" aria-hidden="true">
      <h3>{w.plots}</h3>
      <Plot
        title={w.plot.rttMs}
        plotter={LivePlot}
        least={LEAST.rttMs}
        atS={atS}
        curves={[{ values: rttMs, ink: 'line', isDashed: false }]}
      />
      {voices.length === 0 ? null : (
        <>
          <Plot
            title={w.plot.delayMs}
            note={w.plot.delayNote}
            plotter={LivePlot}
            least={LEAST.delayMs}
            atS={atS}
            curves={[...ofVoices(({ delayMs }) => delayMs), ...ofVoices(({ targetMs }) => targetMs, true)]}
          />
          <Plot
            title={w.plot.concealed}
            plotter={LivePlot}
            least={LEAST.percent}
            atS={atS}
            curves={ofVoices(({ concealedPercent }) => concealedPercent)}
          />
          <ul class="plot-legend">
            {voices.map(({ member }, ink) => (
              <li key={member}>
                <span class="ink-mark" data-ink={ink} />
                {nameOf(member)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
