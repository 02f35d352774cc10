/** Plays or pauses one clip. */

import { words } from '../../i18n/language.ts'
import { PauseIcon, PlayIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { isUnderWay } from './player-state.ts'

interface PlayButtonProps {
  clip: string
  title: string
  /** What playing is called here, when it is not simply "Play". */
  play?: string
  /** Heard already, or my own: drawn more quietly. */
  quiet?: boolean
}

export function PlayButton({ clip, title, play, quiet = false }: PlayButtonProps) {
  const { player } = useHere().live.listening
  const w = words.value.clip
  const state = player.state.value
  const isMine = state.is !== 'idle' && state.clip === clip
  const isOn = isMine && isUnderWay(state)
  return (
    <button
      type="button"
      class="clip-play"
      aria-label={`${isOn ? w.pause : (play ?? w.play)}: ${title}`}
      aria-busy={isMine && state.is === 'loading'}
      data-quiet={quiet || undefined}
      data-loading={(isMine && state.is === 'loading') || undefined}
      onClick={() => player.toggle(clip)}
    >
      {isOn ? <PauseIcon /> : <PlayIcon />}
    </button>
  )
}
