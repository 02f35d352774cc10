/**
 * What I said before this browser's tab closed or crashed and the room has not stored yet: how much it is, and that it is
 * sent now. Shown at the door and when a visit is over.
 */

import { useEffect, useState } from 'preact/hooks'
import { leftBehindMs, sendLeftBehind } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { KeptIcon } from '../../icons.tsx'
import { wholeSeconds } from '../clips/durations.ts'
import type { Visit } from '../visit.ts'
import { answerFor } from './keep-answers.ts'

type Sending = { is: 'none' } | { is: 'sending' | 'sent' | 'refused' | 'failed'; ms: number }

export function LeftBehind({ visit }: { visit: Visit }) {
  const sending = useSending(visit)
  const w = words.value
  if (sending.is === 'none') return null
  const outcome = {
    sending: w.keeping.leftBehindSending,
    sent: w.keeping.leftBehindSent,
    refused: w.keeping.leftBehindRefused,
    failed: w.keeping.leftBehindFailed,
  }[sending.is]
  return (
    <p class="left-behind" role="status">
      <KeptIcon />
      <span>
        {w.keeping.leftBehind(wholeSeconds(sending.ms))} {outcome}
      </span>
    </p>
  )
}

function useSending(visit: Visit): Sending {
  const [sending, setSending] = useState<Sending>({ is: 'none' })
  useEffect(() => {
    let isGone = false
    const show = (next: Sending) => isGone || setSending(next)
    const send = async () => {
      if (answerFor(visit.room)?.keep === false) return // they have changed their mind since
      const ms = await leftBehindMs(visit.room)
      if (ms === 0 || isGone) return
      show({ is: 'sending', ms })
      await sendLeftBehind({ room: visit.room, getToken: () => visit.token() }).then(
        ({ sentMs }) => show({ is: sentMs === 0 ? 'refused' : 'sent', ms }),
        () => show({ is: 'failed', ms }), // EarshotError: it stays on this device, and joining tries again
      )
    }
    void send()
    return () => {
      isGone = true
    }
  }, [visit])
  return sending
}
