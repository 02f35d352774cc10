/**
 * One thing at a time that a part of the page asks for and that can fail: whether it is under way, and why the last one
 * was not done.
 */

import { useEffect, useRef, useState } from 'preact/hooks'
import { type Failed, failedBy } from './failed.ts'

export interface Acting {
  isBusy: boolean
  failed: Failed | undefined
  /** Asks, and then does what follows; nothing while something else is under way. */
  act: (ask: () => Promise<unknown>, done?: () => void) => void
  /** Why the last one was not done is of no interest any more: something else is to be asked. */
  forget: () => void
}

export function useAct(): Acting {
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Failed>()
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  const run = async (ask: () => Promise<unknown>, done?: () => void) => {
    setBusy(true)
    setFailed(undefined)
    const failure = await ask().then(
      () => undefined,
      (error: unknown) => failedBy(error, 'unreachable'),
    )
    if (failure === undefined) done?.()
    if (isGone.current) return
    setBusy(false)
    setFailed(failure)
  }
  const act: Acting['act'] = (ask, done) => (isBusy ? undefined : void run(ask, done))
  return { isBusy, failed, act, forget: () => setFailed(undefined) }
}
