/** A part of the page that is a script of its own: asked for once, and again after it could not be had. */

import { afterEach, expect, it, vi } from 'vitest'
import { Part } from '../../../web/app/part.ts'

afterEach(() => vi.unstubAllGlobals())

/** Where scripts come from: each request is answered by hand. */
class Line {
  readonly answers: PromiseWithResolvers<string>[] = []

  readonly fetch = () => {
    const answer = Promise.withResolvers<string>()
    this.answers.push(answer)
    return answer.promise
  }
}

it('is asked for once, however many want it, and is there for all of them', async () => {
  const line = new Line()
  const part = new Part(line.fetch)
  expect(line.answers).toHaveLength(0)
  const both = Promise.all([part.load(), part.load()])
  expect(part.here.value).toBeUndefined()
  line.answers[0]?.resolve('dialogs')
  expect(await both).toEqual(['dialogs', 'dialogs'])
  expect(part.here.value).toBe('dialogs')
  expect(await part.load()).toBe('dialogs')
  expect(line.answers).toHaveLength(1)
})

it('is asked for again after it could not be had, and is reported', async () => {
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const line = new Line()
  const part = new Part(line.fetch)
  const first = part.load()
  const gone = new TypeError('Failed to fetch dynamically imported module')
  line.answers[0]?.reject(gone)
  expect(await first).toBeUndefined()
  expect(part.here.value).toBeUndefined()
  expect(reported).toEqual([gone])
  const second = part.load()
  line.answers[1]?.resolve('dialogs')
  expect(await second).toBe('dialogs')
  expect(part.here.value).toBe('dialogs')
})
