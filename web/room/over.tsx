/**
 * A visit that is over: why, and what can be done about it.
 */

import { wordsOf } from '../app/failure.tsx'
import { Notice } from '../app/notice.tsx'
import { go } from '../app/place.ts'
import type { Words } from '../i18n/en.ts'
import { words } from '../i18n/language.ts'
import { CheckIcon, WarningIcon } from '../icons.tsx'
import { LeftBehind } from './keeping/left-behind.tsx'
import type { Ending, Visit } from './visit.ts'

/** Endings that the person brought about. */
const WANTED: readonly Ending[] = ['left', 'ended-by-me', 'deleted-by-me']
/** Endings after which the same link will not open the room: trying again would be a false hope. */
const FINAL: readonly Ending[] = [
  'removed',
  'wrong-link',
  'invite-expired',
  'invite-used-up',
  'invite-revoked',
  'room-unknown',
  'room-deleted',
  'deleted-by-me',
  'not-allowed',
]

interface OverProps {
  visit: Visit
  why: Ending
  retryAfterMs: number | undefined
}

export function Over({ visit, why, retryAfterMs }: OverProps) {
  const w = words.value
  const { title, text } = reasonFor(w, why, retryAfterMs)
  const canReturn = !FINAL.includes(why)
  return (
    <Notice
      title={title}
      text={text}
      icon={WANTED.includes(why) ? <CheckIcon /> : <WarningIcon />}
      below={<LeftBehind visit={visit} />}
    >
      {canReturn ? (
        <button type="button" class="button button-primary" onClick={() => visit.startAgain()}>
          {wayBack(w, why)}
        </button>
      ) : null}
      <button type="button" class={canReturn ? 'button' : 'button button-primary'} onClick={() => go('/')}>
        {w.over.home}
      </button>
    </Notice>
  )
}

function reasonFor(w: Words, why: Ending, retryAfterMs: number | undefined): { title: string; text: string } {
  switch (why) {
    case 'left':
      return { title: w.over.left, text: w.over.leftText }
    case 'ended-by-me':
      return { title: w.over.ended, text: w.over.endedText }
    case 'deleted-by-me':
      return { title: w.over.deleted, text: w.over.deletedText }
    case 'kept-out':
      return { title: w.over.keptOut, text: w.over.keptOutText }
    default:
      return wordsOf({ code: why, retryAfterMs })
  }
}

function wayBack(w: Words, why: Ending): string {
  if (why === 'left' || why === 'ended-by-me' || why === 'ended') return w.over.again
  return why === 'replaced' ? w.over.takeOver : w.actions.tryAgain
}
