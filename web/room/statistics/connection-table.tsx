/** The figures of this device's own line: the way there and back, what is sent on it, and how late that makes what is heard. */

import type { RoomStatistics } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { FIRST_BITRATE, packetsPerMessage } from './sending.ts'

export function ConnectionTable({ latest }: { latest: RoomStatistics }) {
  const w = words.value.sound
  const { connection, lagMs, speakers } = latest
  const rows: [name: string, figure: string][] = [
    [w.roundTrip, connection.rttMs === undefined ? w.notMeasured : `${Math.round(connection.rttMs)} ms`],
    [w.lag, speakers.some(({ isPlaying }) => isPlaying) ? w.lagBy(Math.round(lagMs)) : w.nobody],
    [w.path, w.paths[connection.path]],
    [w.sending, w.rate(connection.bitrate / 1_000, packetsPerMessage(connection))],
  ]
  return (
    <section class="figures-part">
      <h3>{w.connection}</h3>
      <dl class="figures-list">
        {rows.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="figures">{figure}</dd>
          </div>
        ))}
      </dl>
      {connection.bitrate < FIRST_BITRATE ? <p class="figures-note">{w.steppedDown}</p> : null}
    </section>
  )
}
