/** What somebody wrote, as they wrote it: text, never markup. Addresses of web pages become links. */

import { parseUrl } from '../../links/parse-url.ts'

const ADDRESS = /https?:\/\/[^\s<>"“”，。、；：！？（）]+/g
/** Punctuation behind an address belongs to the sentence. */
const TRAILING = /[.,;:!?)\]'…]+$/

export function MessageText({ text }: { text: string }) {
  return (
    <p class="message-text">
      {partsOf(text).map((part, index) =>
        part.isAddress ? (
          <a key={index} href={part.text} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  )
}

function partsOf(text: string): { text: string; isAddress: boolean }[] {
  const parts = []
  let end = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '')
    if (parseUrl(address) === undefined) continue
    parts.push({ text: text.slice(end, match.index), isAddress: false }, { text: address, isAddress: true })
    end = match.index + address.length
  }
  parts.push({ text: text.slice(end), isAddress: false })
  return parts
}
