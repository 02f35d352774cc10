/** Carries out one attack over a real socket, and says how it ended. */

import { SUBPROTOCOL } from '../../../src/protocol/handshake.ts'
import { MAX_SPEAKER } from '../../../src/protocol/packet.ts'
import { readRoomMessage } from '../../../src/protocol/room-message.ts'
import { randomId } from '../../../test/support/random-id.ts'
import { OpeningRefused } from '../../load/opening.ts'
import { WireSocket } from '../../load/wire-socket.ts'
import type { Attack, Pass } from './attack.ts'
import type { Governor } from './governor.ts'
import type { Seen } from './tally.ts'

/** How long the room may take for anything it should answer. */
const ANSWER_WITHIN_MS = 15_000
const FOREIGN_ORIGIN = 'https://elsewhere.example'

export interface Door {
  /** `ws://…/v1/rooms/{room}/connect` */
  url: string
  token: string
  tokenOfAnotherRoom: string
}

export interface Outcome {
  seen: Seen
  detail: string
}

export async function carryOut(attack: Attack, door: Door, governor: Governor): Promise<Outcome> {
  try {
    await governor.take(1)
    return await new Offender(attack, governor).run(door)
  } catch (error) {
    if (error instanceof OpeningRefused) return { seen: 'refused', detail: error.message }
    throw error
  }
}

/** What happened that somebody waits for: the connection's end, the `welcome`, the answer to the probe. */
type Event = { what: 'closed'; code: number; reason: string } | { what: 'welcome' } | { what: 'answer' }

class Offender {
  readonly #attack: Attack
  readonly #governor: Governor
  readonly #probe = randomId()
  readonly #events: Event[] = []
  #wake: () => void = () => {}

  constructor(attack: Attack, governor: Governor) {
    this.#attack = attack
    this.#governor = governor
  }

  async run(door: Door): Promise<Outcome> {
    const { pass, greeting, messages, ends } = this.#attack
    const socket = await WireSocket.open(door.url, offerOf(pass, door), {
      text: (text) => this.#take(text),
      binary: () => {},
      closed: (code, reason) => this.#happened({ what: 'closed', code, reason }),
    })
    try {
      if (greeting !== undefined) {
        socket.sendText(greeting)
        await this.#until('welcome')
      }
      for (const message of messages) {
        await this.#governor.take(1)
        if (typeof message === 'string') socket.sendText(message)
        else socket.sendBinary(message)
      }
      if (ends === 'stays') socket.sendText(this.#probing())
      await this.#until('answer')
      return this.#outcome()
    } finally {
      socket.destroy()
    }
  }

  /** Asks for something that the room refuses by name: its answer shows that all before it was read, a pong does not. */
  #probing(): string {
    return JSON.stringify({ type: 'signal', id: this.#probe, to: MAX_SPEAKER, data: '' })
  }

  #outcome(): Outcome {
    const closed = this.#events.find(({ what }) => what === 'closed')
    if (closed?.what === 'closed') return { seen: closed.code, detail: closed.reason }
    const answered = this.#events.some(({ what }) => what === 'answer')
    return { seen: 'stays', detail: answered ? '' : `no answer within ${ANSWER_WITHIN_MS} ms` }
  }

  #take(text: string): void {
    if (text.startsWith('{"type":"welcome"')) this.#happened({ what: 'welcome' })
    else if (text.includes(this.#probe) && readRoomMessage(text)?.type === 'error') this.#happened({ what: 'answer' })
  }

  #happened(event: Event): void {
    this.#events.push(event)
    this.#wake()
  }

  /** Resolves at `what`, at the connection's end, or when it has taken too long. */
  #until(what: Event['what']): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ANSWER_WITHIN_MS)
      this.#wake = () => {
        if (!this.#events.some((event) => event.what === what || event.what === 'closed')) return
        clearTimeout(timer)
        resolve()
      }
      this.#wake()
    })
  }
}

function offerOf(pass: Pass, { token, tokenOfAnotherRoom }: Door) {
  const offer = (...tokens: string[]) => ({ subprotocols: [SUBPROTOCOL, ...tokens.map((one) => `token.${one}`)] })
  switch (pass) {
    case 'valid':
      return offer(token)
    case 'none':
      return offer()
    case 'forged':
      return offer(forged(token))
    case 'two':
      return offer(token, token)
    case 'of-another-room':
      return offer(tokenOfAnotherRoom)
    case 'foreign-page':
      return { ...offer(token), headers: { Origin: FOREIGN_ORIGIN } }
    case 'no-protocol':
      return { subprotocols: [`token.${token}`] }
    default:
      return pass satisfies never
  }
}

/** The same claims under a signature that does not fit: its first character is another. */
function forged(token: string): string {
  const at = token.lastIndexOf('.') + 1
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
}
