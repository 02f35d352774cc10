/** Tests the reader of imports on every way in which the sources write them. */

import { expect, it } from 'vitest'
import { importsOf, packageOf, resolveImport } from '../../scripts/module-imports.mjs'

it('reads values, types, re-exports, side effects, lazy imports and workers', () => {
  const source = `
    import { a, type B } from './a.ts'
    import type { C } from './c.ts'
    import { type D, type E } from './d.ts'
    import * as v from 'valibot'
    import './side-effect.ts'
    import {
      f,
      g,
    } from '../f.ts'
    export { h } from './h.ts'
    export * from './i.ts'
    export type { J } from './j.ts'
    import workletUrl from './worklet.ts?worker&url'
    const codec = await import('libopus-wasm')
    new Worker(new URL('./worker.ts', import.meta.url))
  `
  const values = ['./a.ts', 'valibot', './side-effect.ts', '../f.ts', './h.ts', './i.ts', './worklet.ts?worker&url']
  const lazy = ['libopus-wasm', './worker.ts']
  const imports = importsOf(source)
  const named = (isTypeOnly: boolean) =>
    imports.filter((one) => one.isTypeOnly === isTypeOnly).map(({ specifier }) => specifier)
  expect(named(false).sort()).toEqual([...values, ...lazy].sort())
  expect(named(true).sort()).toEqual(['./c.ts', './d.ts', './j.ts'])
})

it('does not read comments, strings or exported values', () => {
  const source = `
    // import './commented.ts'
    /* import { x } from './block.ts' */
    export const url = 'https://example.com/from'
    export function from(value: string) { return value + " from 'nowhere'" }
    const text = "import x from"
  `
  expect(importsOf(source)).toEqual([])
})

it('resolves files and names packages', () => {
  expect(resolveImport('src/client/a.ts', '../audio/mixer.ts?worker&url')).toBe('src/audio/mixer.ts')
  expect(resolveImport('src/client/a.ts', 'valibot')).toBeUndefined()
  expect(packageOf('@preact/signals/deep')).toBe('@preact/signals')
  expect(packageOf('hono/cors')).toBe('hono')
  expect(packageOf('node:fs')).toBe('node:fs')
})
