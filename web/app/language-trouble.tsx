/** Below the choice of a language: that the one which was chosen is not here, and the ways on. The page keeps the other. */

import { isChosenMissing, loadWords } from '../i18n/language.ts'
import { NotHere } from './later.tsx'

export function LanguageTrouble() {
  return isChosenMissing.value ? <NotHere onRetry={() => void loadWords()} /> : null
}
