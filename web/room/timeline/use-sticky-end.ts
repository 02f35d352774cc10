/**
 * Scrolling of a log: follows its end while the end is in sight; keeps what is being read in place when older lines
 * come in above it.
 */

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Entry } from '../../../src/client/index.ts'

/** Within this many pixels of the end one is reading the end. */
const NEAR_END = 48

/** `outgoing`: how many of mine are on their way; `others`: what else stands behind the log and comes and goes. */
export function useStickyEnd(entries: readonly Entry[], outgoing: number, others: readonly unknown[]) {
  const scroller = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const before = useRef({ first: 0, last: 0, height: 0 })
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    const element = scroller.current
    if (element !== null) element.scrollTop = element.scrollHeight
    following.current = true
    setAtEnd(true)
  }, [])

  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const look = () => {
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
      if (following.current) setAtEnd(true)
    }
    element.addEventListener('scroll', look, { passive: true })
    const resized = new ResizeObserver(() => {
      if (following.current) toEnd()
    })
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resized.disconnect()
    }
  }, [toEnd])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const [first, last] = [entries[0]?.number ?? 0, entries.at(-1)?.number ?? 0]
    const grewAbove = before.current.first > first
    const grewBelow = last > before.current.last
    if (grewAbove && !following.current) element.scrollTop += element.scrollHeight - before.current.height
    else if (following.current || outgoing > 0) toEnd()
    else if (grewBelow) setAtEnd(false)
    before.current = { first, last, height: element.scrollHeight }
  }, [entries, outgoing, others, toEnd])

  return { scroller, atEnd, toEnd }
}
