/** The list of own servers: what is read of each URL, and what is refused of it. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_OWN_SERVERS, readOwnServers, stunUrls, turnUrls } from '../../src/turn/own-servers.ts'

const read = (list: string) => {
  const { servers, faults } = readOwnServers(list)
  expect(faults).toEqual([])
  return servers
}

it.each([
  ['turn:turn.example.com', 'turn:turn.example.com:3478', ['udp', 'tcp']],
  ['turn:turn.example.com:3479', 'turn:turn.example.com:3479', ['udp', 'tcp']],
  ['turn:192.0.2.1:3478?transport=udp', 'turn:192.0.2.1:3478', ['udp']],
  ['turn:[2001:db8::1]?transport=tcp', 'turn:[2001:db8::1]:3478', ['tcp']],
  ['turns:turn.example.com', 'turns:turn.example.com:5349', ['tcp']],
  ['TURN:Turn.Example.COM:443?transport=TCP', 'turn:turn.example.com:443', ['tcp']],
])('reads %s', (url, name, transports) => {
  const [server] = read(url)
  expect(server).toMatchObject({ name, transports })
  expect(server && turnUrls(server)).toEqual(transports.map((transport) => `${name}?transport=${transport}`))
})

it('offers STUN where a server listens on UDP', () => {
  const servers = read('turn:a.example turn:b.example?transport=tcp turns:c.example')
  expect(servers.map(stunUrls)).toEqual([['stun:a.example:3478'], [], []])
})

it('takes two lines about one server as one server', () => {
  const servers = read('turn:a.example?transport=udp\n turn:a.example:3478?transport=tcp  turns:a.example')
  expect(servers.map(({ name, transports }) => [name, transports])).toEqual([
    ['turn:a.example:3478', ['udp', 'tcp']],
    ['turns:a.example:5349', ['tcp']],
  ])
})

const NO_SCHEME = 'it does not begin with "turn:" or "turns:"'
const NO_HOST = 'its host is no name or address'
const NO_PORT = 'its port is none from 1 to 65535'

it.each([
  ['turn.example.com', NO_SCHEME],
  ['https://turn.example.com', NO_SCHEME],
  ['stun:turn.example.com', NO_SCHEME],
  ['turn:', NO_HOST],
  ['turn://turn.example.com', 'no "//" follows "turn:" or "turns:"'],
  ['turn:ada:hunter2@turn.example.com', NO_HOST],
  ['turn:tür.example', NO_HOST],
  ['turn:-.example', NO_HOST],
  ['turn:turn.example.com:0', NO_PORT],
  ['turn:turn.example.com:65536', NO_PORT],
  ['turn:turn.example.com:1234567', NO_PORT],
  ['turn:turn.example.com?transport=sctp', 'behind "?" stands "transport=udp" or "transport=tcp" alone'],
])('leaves out %s, and says which entry that was and why, not what stood there', (entry, reason) => {
  const { servers, faults } = readOwnServers(`turn:a.example ${entry} turn:b.example`)
  expect(servers.map(({ hostname }) => hostname)).toEqual(['a.example', 'b.example'])
  expect(faults).toEqual([`TURN_SERVERS: entry 2 is left out, because ${reason}.`])
})

it('has no more servers than a run of probes has time for', () => {
  const list = Array.from({ length: MAX_OWN_SERVERS + 1 }, (_, index) => `turn:turn${index}.example`)
  const { servers, faults } = readOwnServers(`${list.join(' ')} turn:turn0.example?transport=tcp`)
  expect(servers).toHaveLength(MAX_OWN_SERVERS)
  expect(faults).toEqual(['TURN_SERVERS: entry 21 is left out, because it is one more than 20 servers.'])
})

/** What a list is made of, and what it is not. */
const PIECES = ['turn:', 'turns', ':', '[', '::1', ']', 'a', '.', '-', '3478', '0', '99999', '?', 'transport=', 'udp']
const ELSE = [' ', '\n', '@', '/', '%', 'ü', '😀', '\u0000', '\ud800']
const pieces = fc.array(fc.constantFrom(...PIECES, ...ELSE), { maxLength: 12 }).map((all) => all.join(''))

it('reads anything without an error, and every name in ASCII', () => {
  fc.assert(
    fc.property(pieces, pieces, (before, after) => {
      const { servers } = readOwnServers(`${before} turn:${after} turns:a.example`)
      for (const { name, port } of servers) {
        expect(name).toMatch(/^[\x21-\x7e]+$/)
        expect(port).toBeGreaterThan(0)
      }
    }),
  )
})

it('reads nothing of nothing', () => {
  expect(readOwnServers(' \n ')).toEqual({ servers: [], faults: [] })
})
