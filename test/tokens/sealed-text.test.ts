/** Texts that nobody but this server reads. */

import { expect, it } from 'vitest'
import { openText, sealText } from '../../src/tokens/sealed-text.ts'
import { keysOf } from './keys.ts'

const KEYS = keysOf('a')
const NAMES = ['ada', 'guest:91ab', '艾达', 'x'.repeat(128)]

it.each(NAMES)('are read again: "%s"', async (name) => {
  const sealed = await sealText(name, KEYS)
  expect(sealed).toMatch(/^[\w-]+$/)
  expect(await openText(sealed, KEYS)).toBe(name)
})

it('are never the same twice, and tell nothing by their length', async () => {
  const [one, other, longer] = await Promise.all(
    ['ada', 'ada', 'ada.lovelace@example.org'].map((t) => sealText(t, KEYS)),
  )
  expect(one).not.toBe(other)
  expect(one?.length).toBe(longer?.length)
})

it('outlive a rotation of keys, not the retirement of their own', async () => {
  const sealed = await sealText('ada', KEYS)
  expect(await openText(sealed, keysOf('b', 'a'))).toBe('ada')
  expect(await openText(sealed, keysOf('b'))).toBeUndefined()
})

it('are whole or nothing', async () => {
  const sealed = await sealText('ada', KEYS)
  const changed = `${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'Q' : 'A'}`
  for (const text of [changed, sealed.slice(0, 20), '', '%', 'ada']) expect(await openText(text, KEYS)).toBeUndefined()
})
