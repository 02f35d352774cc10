/** The page for an address that leads nowhere. */

import { words } from '../i18n/language.ts'
import { Notice } from './notice.tsx'
import { go } from './place.ts'

export function Nowhere() {
  const w = words.value
  return (
    <Notice title={w.nowhere.title} text={w.nowhere.text}>
      <button type="button" class="button button-primary" onClick={() => go('/')}>
        {w.nowhere.home}
      </button>
    </Notice>
  )
}
