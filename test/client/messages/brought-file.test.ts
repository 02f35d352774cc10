/** A file of somebody's on its way to the worker. */

import { expect, it } from 'vitest'
import { fileNameOf } from '../../../src/client/messages/brought-file.ts'

it('is called as it is on its disk, and by no more than a disk can call it', () => {
  expect(fileNameOf(new File([], 'talk.mp3'))).toBe('talk.mp3')
  expect(fileNameOf(new File([], 'x'.repeat(9_000)))).toBe('x'.repeat(255))
  expect(fileNameOf(new Blob([]))).toBeUndefined()
})
