/**
 * A small TURN client (RFC 8656) over TCP: allocates, and asks for permissions, to see what a server refuses. It relays
 * nothing. Written after the RFC alone, so that it checks our credentials and not our code.
 */

import { createHash, createHmac, randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

const ALLOCATE = 0x0003
const CREATE_PERMISSION = 0x0008
const SUCCESS = 0x0100
const COOKIE = 0x2112a442

const USERNAME = 0x0006
const MESSAGE_INTEGRITY = 0x0008
const ERROR_CODE = 0x0009
const XOR_PEER_ADDRESS = 0x0012
const REALM = 0x0014
const NONCE = 0x0015
const REQUESTED_ADDRESS_FAMILY = 0x0017
const REQUESTED_TRANSPORT = 0x0019

const UDP = 17
const IPV4 = 1
const IPV6 = 2
const UNAUTHORIZED = 401

export interface Credential {
  username: string
  credential: string
}

/** 0 for a success, else the error's code. */
type Outcome = number

type Attribute = [type: number, value: Buffer]

export class TurnClient {
  readonly #socket: Socket
  readonly #credential: Credential
  #realm: Buffer = Buffer.alloc(0)
  #nonce: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket, credential: Credential) {
    this.#socket = socket
    this.#credential = credential
  }

  static async connect(port: number, credential: Credential): Promise<TurnClient> {
    const socket = connect(port, '127.0.0.1')
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return new TurnClient(socket, credential)
  }

  async allocate(family: 'ipv4' | 'ipv6' = 'ipv4'): Promise<Outcome> {
    const wanted: Attribute[] = [
      [REQUESTED_TRANSPORT, Buffer.of(UDP, 0, 0, 0)],
      [REQUESTED_ADDRESS_FAMILY, Buffer.of(family === 'ipv4' ? IPV4 : IPV6, 0, 0, 0)],
    ]
    const first = await this.#ask(ALLOCATE, wanted, false)
    return first === UNAUTHORIZED ? this.#ask(ALLOCATE, wanted) : first
  }

  permit(address: string): Promise<Outcome> {
    return this.#ask(CREATE_PERMISSION, (transaction) => [[XOR_PEER_ADDRESS, peerAddress(address, transaction)]])
  }

  close(): void {
    this.#socket.destroy()
  }

  async #ask(
    method: number,
    attributes: Attribute[] | ((transaction: Buffer) => Attribute[]),
    isSigned = true,
  ): Promise<Outcome> {
    const transaction = randomBytes(12)
    const wanted = typeof attributes === 'function' ? attributes(transaction) : attributes
    const message = isSigned ? this.#signed(method, transaction, wanted) : encode(method, transaction, wanted)
    this.#socket.write(message)
    const answer = await this.#answer()
    const answered = new Map(decode(answer))
    this.#realm = answered.get(REALM) ?? this.#realm
    this.#nonce = answered.get(NONCE) ?? this.#nonce
    if (answer.readUInt16BE(0) === (method | SUCCESS)) return 0
    const error = answered.get(ERROR_CODE)
    return error === undefined ? Number.NaN : error.readUInt8(2) * 100 + error.readUInt8(3)
  }

  /** RFC 8489 §9.2.2 and §14.5: signed over a header that counts the signature. */
  #signed(method: number, transaction: Buffer, attributes: Attribute[]): Buffer {
    const { username, credential } = this.#credential
    const named: Attribute[] = [
      [USERNAME, Buffer.from(username)],
      [REALM, this.#realm],
      [NONCE, this.#nonce],
    ]
    const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest()
    const message = encode(method, transaction, [...attributes, ...named])
    message.writeUInt16BE(message.length - 20 + 24, 2)
    const signature = createHmac('sha1', key).update(message).digest()
    return encode(method, transaction, [...attributes, ...named, [MESSAGE_INTEGRITY, signature]])
  }

  async #answer(): Promise<Buffer> {
    let received = Buffer.alloc(0)
    for await (const piece of this.#socket.iterator({ destroyOnReturn: false })) {
      received = Buffer.concat([received, piece])
      if (received.length >= 20 && received.length >= 20 + received.readUInt16BE(2)) return received
    }
    throw new Error('The server hung up.')
  }
}

function encode(type: number, transaction: Buffer, attributes: Attribute[]): Buffer {
  const body = Buffer.concat(attributes.flatMap(([type, value]) => [head(type, value.length), padded(value)]))
  const header = Buffer.alloc(8)
  header.writeUInt16BE(type, 0)
  header.writeUInt16BE(body.length, 2)
  header.writeUInt32BE(COOKIE, 4)
  return Buffer.concat([header, transaction, body])
}

function* decode(message: Buffer): Generator<Attribute> {
  for (let at = 20; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2)
    yield [message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length)]
    at += 4 + Math.ceil(length / 4) * 4
  }
}

const head = (type: number, length: number): Buffer => Buffer.of(type >> 8, type & 0xff, length >> 8, length & 0xff)
const padded = (value: Buffer): Buffer => Buffer.concat([value], Math.ceil(value.length / 4) * 4)

/** RFC 8489 §14.2: the address is mixed with the cookie and, in IPv6, the transaction. The port does not matter here. */
function peerAddress(address: string, transaction: Buffer): Buffer {
  const bytes = address.includes(':') ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number))
  const mask = Buffer.concat([Buffer.of(0x21, 0x12, 0xa4, 0x42), transaction])
  const mixed = bytes.map((byte, index) => byte ^ (mask[index] ?? 0))
  return Buffer.concat([Buffer.of(0, bytes.length === 4 ? IPV4 : IPV6, 0x21, 0x12), mixed])
}

function ipv6Bytes(address: string): Buffer {
  const [before = '', after = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => text.split(':').filter(Boolean)
  const zeros = Array(8 - groups(before).length - groups(after).length).fill('0')
  const all = [...groups(before), ...zeros, ...groups(after)]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
