/**
 * The question whether what I say may be kept: above the voice controls, calm, and there until it is answered.
 * While it is open nothing of mine is kept.
 */

import { useEffect } from 'preact/hooks'
import { announce } from '../../app/announce.ts'
import { words } from '../../i18n/language.ts'
import { KeptIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'

export function KeepQuestion() {
  const { keeping } = useHere().live
  const asks = keeping.asks.value
  const w = words.value.keeping
  useEffect(() => {
    if (asks) announce(`${words.peek().keeping.ask(keeping.days.peek())} ${words.peek().keeping.askText}`)
  }, [asks, keeping])
  if (!asks) return null
  return (
    <section class="foot-bar" aria-label={w.title}>
      <KeptIcon />
      <p>
        <strong>{w.ask(keeping.days.value)}</strong> {w.askText}
      </p>
      {/* Two buttons of equal weight: neither answer is the one to be led to. */}
      <div class="actions">
        <button type="button" class="button" onClick={() => keeping.answer(true)}>
          {w.yes}
        </button>
        <button type="button" class="button" onClick={() => keeping.answer(false)}>
          {w.no}
        </button>
      </div>
    </section>
  )
}
