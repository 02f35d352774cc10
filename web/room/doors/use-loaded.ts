/** Something that a dialog shows and the server has to be asked for: when it is opened, and again when asked to. */

import { useCallback, useEffect, useState } from 'preact/hooks'
import { type Failed, failedBy } from '../../app/failed.ts'

export type Loaded<T> = { is: 'loading' } | { is: 'failed'; failed: Failed } | { is: 'there'; value: T }

/** `load` must stay the same from one drawing to the next. What is there stays shown while it is asked for again. */
export function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, again: () => Promise<void>] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ is: 'loading' })
  const again = useCallback(
    () =>
      load().then(
        (value) => setLoaded({ is: 'there', value }),
        (error: unknown) => setLoaded({ is: 'failed', failed: failedBy(error, 'unreachable') }),
      ),
    [load],
  )
  useEffect(() => void again(), [again])
  return [loaded, again]
}
