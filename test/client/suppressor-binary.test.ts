/** WebAssembly that is fetched for a worklet: whatever is none is told before a node would be silent for want of it. */

import { afterEach, expect, it, vi } from 'vitest'
import { fetchBinary } from '../../src/client/suppressor-binary.ts'

/** The smallest module that there is. */
const MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

afterEach(() => {
  vi.unstubAllGlobals()
})

const answering = (...answers: Response[]) => vi.stubGlobal('fetch', async () => answers.shift())

it('is what was fetched', async () => {
  answering(new Response(MODULE))
  expect(new Uint8Array(await fetchBinary('a.wasm'))).toEqual(MODULE)
})

it.each([
  ['a page that says it is not there', new Response(MODULE, { status: 404 })],
  ['a page in its place', new Response('<!doctype html>')],
  ['half of it', new Response(MODULE.subarray(0, 6))],
])('is not %s', async (_, answer) => {
  answering(answer)
  await expect(fetchBinary('a.wasm')).rejects.toThrow('a.wasm')
})

it('is the plain one where the first is not understood', async () => {
  answering(new Response('what this browser does not know'), new Response(MODULE))
  expect(new Uint8Array(await fetchBinary('simd.wasm', 'plain.wasm'))).toEqual(MODULE)
})
