/**
 * A visit that is over: why, and what can be done about it.
 */

import { Notice } from '../app/notice.tsx'
import { go } from '../app/place.ts'
import { words } from '../i18n/language.ts'
import { CheckIcon, WarningIcon } from '../icons.tsx'
import { LeftBehind } from './keeping/left-behind.tsx'
import type { Ending, Visit } from './visit.ts'

/** Endings after which the same link will not open the room: trying again would be a false hope. */
const FINAL: readonly Ending[] = ['removed', 'wrong-link', 'room-unknown', 'not-allowed']

export function Over({ visit, why }: { visit: Visit; why: Ending }) {
  const w = words.value
  const { title, text } = why === 'left' ? { title: w.over.left, text: w.over.leftText } : w.failures[why]
  const canReturn = !FINAL.includes(why)
  return (
    <Notice
      title={title}
      text={text}
      icon={why === 'left' ? <CheckIcon /> : <WarningIcon />}
      below={<LeftBehind visit={visit} />}
    >
      {canReturn ? (
        <button type="button" class="button button-primary" onClick={() => visit.startAgain()}>
          {why === 'left' ? w.over.again : why === 'replaced' ? w.over.takeOver : w.actions.tryAgain}
        </button>
      ) : null}
      <button type="button" class={canReturn ? 'button' : 'button button-primary'} onClick={() => go('/')}>
        {w.over.home}
      </button>
    </Notice>
  )
}
