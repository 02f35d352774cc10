/** How fast clips are played: 1, 1.5, 2 in turn; the same for all of them, and remembered. */

import { words } from '../../i18n/language.ts'
import { useHere } from '../here.ts'

export function SpeedButton() {
  const { player } = useHere().live.listening
  const speed = `${player.speed.value}×`
  return (
    <button
      type="button"
      class="icon-button clip-speed figures"
      aria-label={words.value.clip.speed(speed)}
      onClick={() => player.changeSpeed()}
    >
      {speed}
    </button>
  )
}
