/** X-HTTP-Method-Override: the method that a request means. */

import { expect, it } from 'vitest'
import { isWithoutBody, readOverride } from '../../src/tus/method.ts'

it.each([
  [undefined, null],
  ['PATCH', 'PATCH'],
  ['patch', 'PATCH'],
  [' DELETE ', 'DELETE'],
  ['HEAD', 'HEAD'],
  ['OPTIONS', 'OPTIONS'],
  ['POST', 'POST'],
  ['GET', undefined],
  ['PUT', undefined],
  ['', undefined],
  ['PATCH, DELETE', undefined],
  ['PA TCH', undefined],
] as const)('[U17] reads %j as %s', (header, method) => {
  expect(readOverride(header)).toBe(method)
})

it('knows which have no body', () => {
  expect((['OPTIONS', 'HEAD', 'DELETE', 'POST', 'PATCH'] as const).filter(isWithoutBody)).toEqual([
    'OPTIONS',
    'HEAD',
    'DELETE',
  ])
})
