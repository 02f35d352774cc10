/** How long a talk has gone on, growing while its speaker speaks, and whether they still do. */

import { useEffect, useState } from 'preact/hooks'
import type { OpenTalk } from '../../../src/client/index.ts'
import { useHere } from '../here.ts'

const TICK_MS = 250
/** A talk ends with 1.5 s of silence; whoever is quiet for longer has ended it, and it is being stored. */
const OVER_AFTER_MS = 2_500

export function useTalkClock(talk: OpenTalk): { spokenMs: number; isSpeaking: boolean } {
  const { levels, others, me } = useHere().live
  const [begunAtMs] = useState(() => performance.now() - Math.max(0, Date.now() - talk.startedAtMs))
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const isHere = talk.member === me.value.member || others.value.some(({ member }) => member === talk.member)
  const heardAtMs = levels.heardAtMs.get(talk.member)
  // Of somebody whom this page does not hear it knows nothing: they speak until the room says otherwise.
  const isHeard = heardAtMs !== undefined && heardAtMs >= begunAtMs && !me.value.deafened
  const lastMs = isHeard ? heardAtMs : nowMs
  const isSpeaking = isHere && nowMs - lastMs < OVER_AFTER_MS
  return { spokenMs: (isSpeaking ? nowMs : lastMs) - begunAtMs, isSpeaking }
}
