/**
 * A page with one thing to say and what to do about it: left, removed, locked, full, a wrong link, nothing here.
 */

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Masthead } from './masthead.tsx'
import { useTitle } from './title.ts'

interface NoticeProps {
  title: string
  text: string
  icon?: ComponentChildren
  children: ComponentChildren
  /** What else is to be said, below the buttons. */
  below?: ComponentChildren
}

export function Notice({ title, text, icon, children, below }: NoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useTitle(title)
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <div class="page">
      <Masthead />
      <main id="main" class="notice">
        {icon === undefined ? null : <div class="notice-icon">{icon}</div>}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="lead">{text}</p>
        <div class="actions">{children}</div>
        {below}
      </main>
    </div>
  )
}
