/**
 * The figures of every voice as played here, a column for each: what the curves show, for those who do not see them, and
 * more. It scrolls sideways where the voices are more than fit.
 */

import type { RoomStatistics, SpeakerStatistics } from '../../../src/client/index.ts'
import type { Words } from '../../i18n/en.ts'
import { words } from '../../i18n/language.ts'
import type { NameOf } from './use-names.ts'

interface Row {
  name: string
  hint?: string
  figure: (speaker: SpeakerStatistics) => string
}

interface VoicesTableProps {
  latest: RoomStatistics
  members: readonly number[]
  nameOf: NameOf
}

export function VoicesTable({ latest, members, nameOf }: VoicesTableProps) {
  const w = words.value.sound
  const voices = latest.speakers.filter(({ member }) => members.includes(member))
  const more = latest.speakers.length - voices.length
  return (
    <section class="figures-part">
      <h3>{w.voices}</h3>
      {voices.length === 0 ? (
        <p class="faint">{w.noVoices}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by keyboard.
        <section class="voices-scroll" aria-label={w.voices} tabIndex={0}>
          <Table voices={voices} rows={rowsOf(w)} nameOf={nameOf} />
        </section>
      )}
      {more > 0 ? <p class="faint figures-note">{w.moreVoices(more)}</p> : null}
    </section>
  )
}

function Table({ voices, rows, nameOf }: { voices: readonly SpeakerStatistics[]; rows: Row[]; nameOf: NameOf }) {
  const w = words.value.sound
  return (
    <table class="voices">
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{w.figure}</span>
          </th>
          {voices.map(({ member }, index) => (
            <th key={member} scope="col">
              <span class="ink-mark" data-ink={index} />
              {nameOf(member)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, hint, figure }) => (
          <tr key={name}>
            <th scope="row">
              {name} {hint === undefined ? null : <span class="faint">{hint}</span>}
            </th>
            {voices.map((voice) => (
              <td key={voice.member} class="figures">
                {figure(voice)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const inMs = (ms: number) => `${Math.round(ms) || 0} ms`
/** Nothing has no sign. */
const inS = (ms: number) => `${(Math.round(ms / 100) / 10 || 0).toFixed(1)} s`

function rowsOf(w: Words['sound']): Row[] {
  return [
    { name: w.delay, figure: ({ delayMs }) => inMs(delayMs) },
    { name: w.target, figure: ({ targetMs }) => inMs(targetMs) },
    { name: w.jitter, figure: ({ jitterMs }) => inMs(jitterMs) },
    { name: w.concealed, hint: w.concealedHint, figure: ({ concealedShare: made }) => `${(made * 100).toFixed(1)} %` },
    { name: w.recovered, hint: w.sinceHint, figure: ({ recoveredMs }) => inS(recoveredMs) },
    { name: w.tooLate, hint: w.sinceHint, figure: ({ lateMs }) => inS(lateMs) },
    { name: w.dropped, hint: w.sinceHint, figure: ({ droppedMs }) => inS(droppedMs) },
    { name: w.stretched, hint: w.sinceHint, figure: ({ stretchedMs }) => inS(stretchedMs) },
    { name: w.drift, hint: w.driftHint, figure: ({ driftPpm }) => `${Math.round(driftPpm) || 0} ppm` },
  ]
}
