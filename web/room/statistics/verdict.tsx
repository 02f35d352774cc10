/** How it sounds in a word, and the figure that makes it so. */

import type { RoomStatistics } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { QualityIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { reasonOf } from './reason.ts'
import type { NameOf } from './use-names.ts'
import { whyOf } from './why.ts'

const BARS = { good: 3, fair: 2, poor: 1, lost: 0 } as const

interface VerdictProps {
  latest: RoomStatistics
  nameOf: NameOf
}

export function Verdict({ latest, nameOf }: VerdictProps) {
  const { live } = useHere()
  const w = words.value
  const isLost = live.state.value !== 'connected'
  const quality = isLost ? 'lost' : latest.quality
  return (
    <div class="verdict" data-quality={quality}>
      <QualityIcon bars={BARS[quality]} />
      <p>
        <strong>{w.sentence(w.quality[quality])}</strong>{' '}
        {isLost ? w.sound.why.lost : whyOf(reasonOf(latest), w.sound.why, nameOf)}
      </p>
    </div>
  )
}
