/**
 * How good my line is: bars and a word, and on request what that means and the time to the room and back.
 */

import { words } from '../../i18n/language.ts'
import { FiguresIcon, QualityIcon } from '../../icons.tsx'
import { MenuItem } from '../../overlay/menu-item.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'

const BARS = { good: 3, fair: 2, poor: 1, lost: 0 } as const

export function ConnectionButton() {
  const { live, dialogs } = useHere()
  const { anchor, button, close, finish } = usePopover()
  const w = words.value.quality
  const quality = live.state.value === 'reconnecting' ? 'lost' : live.connection.value.quality
  return (
    <>
      <button
        type="button"
        class="button button-quiet quality"
        data-quality={quality}
        aria-label={w.label(w[quality])}
        {...button}
      >
        <QualityIcon bars={BARS[quality]} />
        <span class="quality-word">{w[quality]}</span>
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.title} onClose={close}>
          <ConnectionFacts quality={quality} />
          <MenuItem
            icon={<FiguresIcon />}
            label={words.value.sound.open}
            onChoose={() => {
              finish()
              dialogs.figuresShown.value = true
            }}
          />
        </Popover>
      )}
    </>
  )
}

function ConnectionFacts({ quality }: { quality: keyof typeof BARS }) {
  const { live } = useHere()
  const w = words.value.quality
  const { rttMs } = live.connection.value
  return (
    <div class="facts" tabIndex={-1}>
      <h2>{w.title}</h2>
      <p>
        <strong>{w[quality]}</strong>
      </p>
      <p>{w[`${quality}Text`]}</p>
      <dl>
        <dt>{w.roundTrip}</dt>
        <dd class="figures">{rttMs === undefined || quality === 'lost' ? w.unknown : `${Math.round(rttMs)} ms`}</dd>
      </dl>
    </div>
  )
}
