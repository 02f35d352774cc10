/** Why it sounds as it does, in the words of somebody who does not know the figure's name. Pure. */

import { QUALITY_BOUNDS } from '../../../src/client/index.ts'
import type { Words } from '../../i18n/en.ts'
import type { Reason } from './reason.ts'
import type { NameOf } from './use-names.ts'

export function whyOf(reason: Reason, w: Words['sound']['why'], nameOf: NameOf): string {
  switch (reason.is) {
    case 'good':
    case 'stalled':
      return w[reason.is]
    case 'rttMs':
      return w.rttMs(Math.round(reason.figure), QUALITY_BOUNDS.rttMs.good)
    case 'jitterMs':
      return w.jitterMs(nameOf(reason.member), Math.round(reason.figure), QUALITY_BOUNDS.jitterMs.good)
    case 'concealedShare': {
      const percent = Number((reason.figure * 100).toFixed(1))
      return w.concealedShare(nameOf(reason.member), percent, QUALITY_BOUNDS.concealedShare.good * 100)
    }
    default:
      return reason satisfies never
  }
}
