/** What a terminal shows of a file on its way, and what a pipe does not get. */

import { expect, it } from 'vitest'
import { Progress } from '../../scripts/import/progress.ts'

function written(isTTY: boolean, show: (progress: Progress) => void): string {
  let text = ''
  const write = (more: string) => {
    text += more
    return true
  }
  show(new Progress({ isTTY, write } as unknown as NodeJS.WriteStream))
  return text
}

it('is one line, written over itself whenever it says something else, and gone in the end', () => {
  const text = written(true, (progress) => {
    for (const share of [0, 0.004, 0.5]) progress.show('a.mp3: sending', share)
    progress.clear()
    progress.clear()
  })
  expect(text.split('\r\u001b[K')).toEqual(['', 'a.mp3: sending … 0 %', 'a.mp3: sending … 50 %', ''])
})

it('is nothing where nobody watches', () => {
  expect(written(false, (progress) => progress.show('a.mp3: sending', 1))).toBe('')
})
