/** The mark of an address: what a ban knows people by, and nobody can turn back. */

import { expect, it } from 'vitest'
import { addressMark } from '../../src/tokens/address-mark.ts'
import { keysOf } from './keys.ts'

const ROOM = 'AAAAAAAAAAAAAAAAAAAAAA'
const markOf = (address: string | undefined, room = ROOM, keys = keysOf('a')) => addressMark(address, room, keys)

it('is 128 bits in base64url, without the address', async () => {
  const mark = await markOf('203.0.113.7')
  expect(mark).toMatch(/^[\w-]{22}$/)
  expect(mark).not.toContain('203')
})

it('is HMAC-SHA256 of the address, in its room, under the current key', async () => {
  const key = new TextEncoder().encode('a'.repeat(32))
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const text = new TextEncoder().encode(`address|${ROOM}|203.0.113.7`)
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, text)).subarray(0, 16)
  const mark = (await markOf('203.0.113.7', ROOM, keysOf('a', 'b'))) ?? ''
  expect(Uint8Array.from(atob(mark.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))).toEqual(mac)
})

it.each([
  ['an IPv4 address that is written as IPv6', '203.0.113.7', '::ffff:203.0.113.7'],
  ['the same in hexadecimal', '203.0.113.7', '::FFFF:cb00:7107'],
  ['two addresses of one /64', '2001:db8:1:2::1', '2001:db8:1:2:ffff:1:2:3'],
])('is the same for %s', async (_, one, other) => {
  expect(await markOf(one)).toBe(await markOf(other))
})

it('differs between addresses, networks, rooms and keys', async () => {
  const marks = await Promise.all([
    markOf('203.0.113.7'),
    markOf('203.0.113.8'),
    markOf('2001:db8:1:2::1'),
    markOf('2001:db8:1:3::1'),
    markOf('203.0.113.7', 'BBBBBBBBBBBBBBBBBBBBBB'),
    markOf('203.0.113.7', ROOM, keysOf('b')),
  ])
  expect(new Set(marks).size).toBe(marks.length)
})

it.each([undefined, '', 'localhost', '999.1.1.1', '::1::'])('is nothing for %s', async (address) => {
  expect(await markOf(address)).toBeNull()
})
