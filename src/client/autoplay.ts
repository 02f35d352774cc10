/**
 * Browsers let no page sound before the user has touched it, and phones silence one while a call comes in. This resumes
 * the context at the next chance.
 */

/** HTML §6.4.2: the events that count as the user's activation. */
const GESTURES = ['pointerdown', 'pointerup', 'touchend', 'keydown'] as const

/** Resumes `context` at gestures and when the page is shown again. Returns how to stop that. */
export function resumeAtGestures(context: AudioContext): () => void {
  const stop = new AbortController()
  const resume = () => {
    // Rejected when the browser still refuses, or the context is closed: the next gesture tries again.
    if (context.state !== 'running') context.resume().catch(() => undefined)
  }
  for (const gesture of GESTURES)
    addEventListener(gesture, resume, { capture: true, passive: true, signal: stop.signal })
  document.addEventListener('visibilitychange', resume, { signal: stop.signal })
  return () => stop.abort()
}
