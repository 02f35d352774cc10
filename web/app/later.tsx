/**
 * Draws what is a script of its own: at once where it is here already, otherwise as soon as it is; where it cannot be had,
 * that, and the ways on. Whatever else the page does goes on.
 */

import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { words } from '../i18n/language.ts'
import { FailureLine } from './failure.tsx'
import { keepFocus } from './focus.ts'
import type { Part } from './part.ts'

interface LaterProps<T> {
  part: Part<T>
  children: (arrived: T) => ComponentChildren
}

export function Later<T>({ part, children: draw }: LaterProps<T>) {
  const { here, failed, load } = usePart(part)
  if (here !== undefined) return <>{draw(here)}</>
  return failed ? <NotHere onRetry={load} /> : null
}

/** `failed`: it was asked for here, in vain; one that is asked for again has failed until it is here. */
export function usePart<T>(part: Part<T>) {
  const [failed, setFailed] = useState(false)
  const load = () => void part.load().then((arrived) => setFailed(arrived === undefined))
  useLayoutEffect(load, [part])
  return { here: part.here.value, failed, load }
}

/** No network, where another try helps, or a newer version has taken the place of this one, where a reload does. */
export function NotHere({ onRetry }: { onRetry: () => void }) {
  const w = words.value.actions
  useEffect(() => () => queueMicrotask(keepFocus), [])
  return (
    <>
      <FailureLine failed={{ code: 'unreachable', retryAfterMs: undefined }} />
      <div class="actions">
        <button type="button" class="button" onClick={onRetry}>
          {w.tryAgain}
        </button>
        <button type="button" class="button" onClick={() => location.reload()}>
          {w.reload}
        </button>
      </div>
    </>
  )
}
