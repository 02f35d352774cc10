/**
 * Copying to the clipboard, and saying that it happened where the eye is: on the button, for a moment.
 */

import { useEffect, useRef, useState } from 'preact/hooks'
import { announce } from '../app/announce.ts'

const SAID_FOR_MS = 2_000

export type Copied = 'no' | 'yes' | 'failed'

/** Returns how the last copying went, and how to copy `text` and then announce `done` or `failed`. */
export function useCopying(done: string, failed: string): [Copied, (text: string) => Promise<void>] {
  const [copied, setCopied] = useState<Copied>('no')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async (text: string) => {
    const ok = await write(text)
    setCopied(ok ? 'yes' : 'failed')
    announce(ok ? done : failed)
    clearTimeout(timer.current)
    if (ok) timer.current = setTimeout(() => setCopied('no'), SAID_FOR_MS)
  }
  return [copied, copy]
}

async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false // NotAllowedError when the browser refuses, TypeError on an insecure page: the link stays selectable
  }
}
