/** Above the controls while another device of mine has my voice: where it is, and the way to take it here. */

import { words } from '../../i18n/language.ts'
import { DevicesIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'

export function AsideBar() {
  const { standing } = useHere().live
  const w = words.value.elsewhere
  const where = standing.elsewhere.value
  if (where === undefined) return null
  const [title, text] = where === 'talking' ? [w.talking, w.talkingText] : [w.gone, w.goneText]
  return (
    <section class="foot-bar" aria-label={w.title}>
      <DevicesIcon />
      <p>
        <strong>{title}</strong> {text}
      </p>
      <button type="button" class="button button-primary" onClick={() => void standing.talkHere()}>
        {w.here}
      </button>
    </section>
  )
}
