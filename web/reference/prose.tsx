/**
 * The document's sentences: the little of Markdown that they use, as elements. Nothing in them becomes markup by itself.
 */

import type { ComponentChildren } from 'preact'

/** Paragraphs, lists, and headings of the second level. */
export function Prose({ text }: { text: string }) {
  const blocks = text.split(/\n{2,}|\n(?=## )|(?<=^## .*)\n/m).filter((block) => block.trim() !== '')
  return (
    <>
      {blocks.map((block) => (
        <Block key={block} text={block} />
      ))}
    </>
  )
}

function Block({ text }: { text: string }) {
  if (text.startsWith('## ')) return <h2>{inline(text.slice(3))}</h2>
  const [before = '', ...items] = text.split(/(?:^|\n)- /)
  if (items.length === 0) return <p>{inline(text)}</p>
  return (
    <>
      {before.trim() !== '' && <p>{inline(before)}</p>}
      <ul>
        {items.map((item) => (
          <li key={item}>{inline(item)}</li>
        ))}
      </ul>
    </>
  )
}

/** `code` and **strong**. */
export function inline(text: string): ComponentChildren {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>
    if (part.startsWith('**')) return <strong>{part.slice(2, -2)}</strong>
    return part
  })
}
