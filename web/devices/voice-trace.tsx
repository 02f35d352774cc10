/**
 * The trace of my own voice: one bar for each level, the newest at the right, as the microphone gave it.
 * Coloured bars were sent, grey ones were heard by the microphone only: the answer to "can they hear me?".
 * Under reduced motion nothing wanders; one bar shows the level of now.
 */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Desk } from './desk.ts'
import { Trace } from './trace.ts'

interface VoiceTraceProps {
  desk: Desk
  /** Whether what the microphone hears is being sent this moment. */
  isSent: () => boolean
  label: string
}

export function VoiceTrace({ desk, isSent, label }: VoiceTraceProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const sent = useRef(isSent)
  sent.current = isSent
  useLayoutEffect(() => {
    const element = canvas.current
    if (element === null) return
    const trace = new Trace(element)
    const fit = new ResizeObserver(() => trace.fit())
    fit.observe(element)
    const stop = desk.onLevel((level) => trace.push(level, sent.current()))
    return () => {
      fit.disconnect()
      stop()
    }
  }, [desk])
  return <canvas ref={canvas} class="trace" role="img" aria-label={label} />
}
