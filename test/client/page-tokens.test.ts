/** The application's tokens, asked for as seldom as they last. */

import { beforeEach, expect, it } from 'vitest'
import { EarshotError } from '../../src/client/errors.ts'
import { PageTokens } from '../../src/client/page-tokens.ts'

/** A JWT that is good until then, in seconds since 1970. */
const jwt = (name: string, exp: number) => `${name}.${btoa(JSON.stringify({ exp }))}.`

let nowMs: number
let asked: number
let used: string[]
let tokens: PageTokens
beforeEach(() => {
  nowMs = 0
  asked = 0
  used = []
  tokens = new PageTokens(
    async () => {
      asked += 1
      return jwt(`${asked}`, 900)
    },
    () => nowMs,
  )
})

const call = async (token: string) => {
  used.push(token.split('.')[0] ?? '')
}

it('are used as long as they last', async () => {
  await tokens.with(call)
  nowMs = 800_000
  await tokens.with(call)
  nowMs = 850_000
  await tokens.with(call)
  expect(used).toEqual(['1', '1', '2'])
})

it('are the same that the session brought', async () => {
  await tokens.renew()
  await tokens.with(call)
  expect(used).toEqual(['1'])
})

it('that are refused are replaced, once', async () => {
  await tokens.with(call)
  const refused = async (token: string) => {
    await call(token)
    throw new EarshotError('token-refused')
  }
  await expect(tokens.with(refused)).rejects.toMatchObject({ code: 'token-refused' })
  expect(used).toEqual(['1', '1', '2'])
})

it('of the room are as good as the application’s', async () => {
  await tokens.with(call)
  tokens.keep(jwt('room', 1_800))
  nowMs = 1_700_000
  await tokens.with(call)
  expect(used).toEqual(['1', 'room'])
})

it('that one of several has brought serve the others that were refused', async () => {
  const first = await tokens.otherThan(undefined)
  const second = await tokens.otherThan(first)
  await expect(tokens.otherThan(first)).resolves.toBe(second)
  expect(asked).toBe(2)
  nowMs = 850_000
  await tokens.otherThan(first)
  expect(asked).toBe(3)
})

it('are not asked for anew because of anything else', async () => {
  await tokens.renew()
  await expect(tokens.with(() => Promise.reject(new EarshotError('unreachable')))).rejects.toMatchObject({
    code: 'unreachable',
  })
  expect(asked).toBe(1)
})
