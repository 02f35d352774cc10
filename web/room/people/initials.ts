/**
 * One or two characters for a name: first letters of the first and last word; of a Chinese name the last two
 * characters, which are the given name; of anything else, an emoji say, the first character a person would see.
 */

const HAN = /^\p{Script=Han}+$/u
const LETTER = /^[\p{L}\p{N}]/u
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

export function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (HAN.test(trimmed)) return charactersOf(trimmed).slice(-2).join('')
  const parts = trimmed.split(/\s+/).filter((part) => LETTER.test(part))
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined) return charactersOf(trimmed)[0] ?? '?'
  if (parts.length === 1) return firstOf(first)
  return firstOf(first) + firstOf(last)
}

const charactersOf = (text: string): string[] => [...characters.segment(text)].map(({ segment }) => segment)

const firstOf = (word: string): string => (charactersOf(word)[0] ?? '').toLocaleUpperCase()
