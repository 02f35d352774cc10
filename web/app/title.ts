/** The title of the tab. */

import { useEffect } from 'preact/hooks'

const APP = 'Earshot'

export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined || title === '' ? APP : `${title} · ${APP}`
  }, [title])
}
