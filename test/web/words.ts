/** Brings the words of the page before its code is tested, as web/main.tsx does before it is drawn. */

import { loadWords } from '../../web/i18n/language.ts'

await loadWords()
